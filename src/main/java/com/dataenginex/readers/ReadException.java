package com.dataenginex.readers;

import java.time.Duration;

/** A reader gave no answer that can be used; the message is one sentence of what was asked, where, what happened, how long it took. */
public final class ReadException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ReadFailure failure;
    private final String url;
    private final int status;
    private final transient Duration took;

    /**
     * @param reader who was asked, such as {@code Prometheus}
     * @param url without credentials
     * @param status of the answer, 0 if there was none
     * @param detail what the other side or the system said, may be empty
     */
    ReadException(String reader, String url, ReadFailure failure, int status, String detail, Duration took) {
        super(reader + " at " + url + ": " + failure.meaning() + (status == 0 ? "" : ", status " + status)
                + (detail.isEmpty() ? "" : " (" + detail + ")") + ", after " + took.toMillis() + " ms");
        this.failure = failure;
        this.url = url;
        this.status = status;
        this.took = took;
    }

    public ReadFailure failure() {
        return failure;
    }

    /** What was asked, without credentials and without its query. */
    public String url() {
        return url;
    }

    /** Of the answer; 0 if there was none. */
    public int status() {
        return status;
    }

    public Duration took() {
        return took;
    }
}
