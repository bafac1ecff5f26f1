package com.dataenginex.load;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;

/** Somebody who has the page open: all that its stream has is read, and thrown away. */
final class Viewer {
    private Viewer() {
    }

    /** Until the server ends, or this process. */
    static void watch(int port) {
        URI stream = URI.create("http://127.0.0.1:" + port + "/ui/api/stream?kinds=requests,logs,figures");
        Thread.ofPlatform().daemon().name("viewer").start(() -> {
            try (InputStream in = stream.toURL().openStream()) {
                in.transferTo(OutputStream.nullOutputStream());
            } catch (IOException e) {
                throw new UncheckedIOException("The page is not to be seen any more", e);
            }
        });
    }
}
