import Testing

/// Everything here, one after the other: what libwebsockets keeps of OpenSSL for the whole process is one
/// thread's, as it is in a process of Strata.
@Suite(.serialized, .timeLimit(.minutes(10))) struct NetworkTests {}
