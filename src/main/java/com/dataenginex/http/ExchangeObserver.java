package com.dataenginex.http;

/**
 * What a signal, or a part that listens, does with an {@link Exchange}. It is called with the request's context current (its
 * span, its request id), on the request's thread, and must neither throw nor block.
 */
public interface ExchangeObserver {
    /** The request has passed the filters of the signals: its endpoint and its span are known. */
    default void begun(Exchange exchange) {
    }

    /** The first byte of the response is on its way, and its status is final. For all but streams, {@link #ended} follows at once. */
    default void responded(Exchange exchange) {
    }

    /** Another event of the stream is written. */
    default void streamed(Exchange exchange) {
    }

    /** The exchange is over; called exactly once, after {@link #responded}. */
    void ended(Exchange exchange);
}
