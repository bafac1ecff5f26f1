package com.dataenginex.readers;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** Looks at the first bytes of a connection that the HTTP client only saw closed. */
final class SecondLook {
    private static final int MILLIS = 1_000;
    private static final int HTTP_PORT = 80;
    /** Length (three bytes) and type of a frame; a server of HTTP/2 begins with SETTINGS (RFC 9113, 3.4). */
    private static final int FRAME_TYPE = 3;
    private static final int SETTINGS = 4;

    private SecondLook() {
    }

    /** Whether a server without TLS begins as HTTP/2 does. */
    static boolean speaksHttp2(URI base) {
        if (!base.getScheme().equalsIgnoreCase("http")) {
            return false;
        }
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(base.getHost(), base.getPort() < 0 ? HTTP_PORT : base.getPort()),
                    MILLIS);
            socket.setSoTimeout(MILLIS);
            // The preface of a client of HTTP/2: gRPC waits for it.
            socket.getOutputStream().write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            byte[] first = socket.getInputStream().readNBytes(FRAME_TYPE + 1);
            return first.length > FRAME_TYPE && first[0] == 0 && first[FRAME_TYPE] == SETTINGS;
        } catch (IOException | RuntimeException e) {
            return false;
        }
    }
}
