package com.dataenginex.readers;

/** Why a reader gave no answer that can be used. */
public enum ReadFailure {
    /** The name of the host does not resolve. */
    UNKNOWN_HOST("the name does not resolve"),
    /** Nobody listens on that port. */
    REFUSED("the connection is refused"),
    /** There is no way to that network. */
    UNREACHABLE("the network is not reachable"),
    /** No connection within the deadline: packets are dropped on the way, as by a network policy or a firewall. */
    CONNECT_TIMEOUT("no connection in time"),
    /** Connected, but the answer was not whole within the deadline. */
    TIMEOUT("no whole answer in time"),
    /** The certificate is not trusted or not for that name, or the other side does not speak TLS. */
    TLS("TLS failed"),
    /** The connection ended before an answer. */
    CLOSED("the connection was closed without an answer"),
    /** What answers speaks another protocol than HTTP/1.1, such as gRPC. */
    NOT_HTTP("what answers is not HTTP/1.1"),
    /** 401 or 403. */
    UNAUTHORIZED("the credentials are missing or not accepted"),
    /** 404. */
    NOT_FOUND("there is nothing at this path"),
    /** Any other status that is not 2xx. */
    STATUS("an unexpected status"),
    /** An answer that does not read as this program's answers do. */
    INVALID_ANSWER("the answer does not read as it should"),
    /** The answer is larger than what is read. */
    TOO_LARGE("the answer is too large"),
    /** The caller's thread was interrupted. */
    INTERRUPTED("interrupted");

    private final String meaning;

    ReadFailure(String meaning) {
        this.meaning = meaning;
    }

    /** For people, without a full stop. */
    public String meaning() {
        return meaning;
    }
}
