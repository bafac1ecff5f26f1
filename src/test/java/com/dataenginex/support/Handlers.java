package com.dataenginex.support;

import com.dataenginex.http.Exchange;
import io.helidon.webserver.http.Handler;
import java.io.OutputStream;
import java.util.concurrent.CountDownLatch;

/** Handlers that take their time. */
public final class Handlers {
    private static final int PARTS = 1_000_000;

    private Handlers() {
    }

    /** Answers once it is let go. */
    public static Handler hold(CountDownLatch release) {
        return (req, res) -> {
            release.await();
            res.send("held");
        };
    }

    /** A stream that begins at once, has two events, and ends once it is let go. */
    public static Handler stream(CountDownLatch release) {
        return (req, res) -> {
            OutputStream out = res.outputStream();
            out.write(new byte[10_000]);
            out.flush();
            Exchange.current().streaming(200);
            Exchange.current().streamed();
            Exchange.current().streamed();
            release.await();
            out.close();
        };
    }

    /** Writes more than any client of the tests reads. */
    public static Handler endless() {
        return (req, res) -> {
            try (OutputStream out = res.outputStream()) {
                for (int i = 0; i < PARTS; i++) {
                    out.write(new byte[65_536]);
                }
            }
        };
    }
}
