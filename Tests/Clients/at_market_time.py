"""Runs a program whose clock is the market's, and goes as fast, by libfaketime; interrupts it after a time.

    at_market_time.py URL SPEED SECONDS PROGRAM ARGUMENT...
"""

import datetime
import glob
import json
import os
import signal
import subprocess
import sys
import time
import urllib.request

url, speed, seconds, *command = sys.argv[1:]


def market():
    with urllib.request.urlopen(f"{url}/api/v3/time", timeout=20) as answer:
        return json.load(answer)["serverTime"]


library, = glob.glob("/usr/lib/*/faketime/libfaketimeMT.so.1")
market()
# It takes whole seconds: the program begins with the market's next one.
now = market()
time.sleep((1000 - now % 1000) / 1000 / float(speed))
begin = datetime.datetime.fromtimestamp(now // 1000 + 1, datetime.UTC).strftime("%Y-%m-%d %H:%M:%S")
# The program faketime would stand between, and be gone before the one that it started.
program = subprocess.Popen(command, env={**os.environ, "LD_PRELOAD": library, "FAKETIME": f"@{begin} x{speed}"})
try:
    raise SystemExit(program.wait(float(seconds)) or "it ended by itself")
except subprocess.TimeoutExpired:
    program.send_signal(signal.SIGINT)
try:
    print("ended with", program.wait(120), flush=True)
except subprocess.TimeoutExpired:
    program.kill()
    raise SystemExit("it did not end when it was interrupted")
