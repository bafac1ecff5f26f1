package com.dataenginex.readers;

/** What all clients have: one program, at one place. */
public abstract class ReaderClient {
    final HttpReader http;

    ReaderClient(HttpReader http) {
        this.http = http;
    }

    /** Such as {@code Jaeger}. */
    public final String name() {
        return http.name();
    }

    /** Without credentials. */
    public final String url() {
        return http.url();
    }
}
