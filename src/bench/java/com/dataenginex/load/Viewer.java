package com.dataenginex.load;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;

/** Somebody who has the page open: all that its stream has is read, and thrown away. */
final class Viewer {
    private final Thread reader;

    private Viewer(Thread reader) {
        this.reader = reader;
    }

    /**
     * From now on until the server ends, or this process.
     *
     * @throws IOException if the server has no such page
     */
    static Viewer watch(int port) throws IOException {
        InputStream stream = URI.create("http://127.0.0.1:" + port + "/ui/api/stream?kinds=requests,logs,figures")
                .toURL().openStream();
        return new Viewer(Thread.ofPlatform().daemon().name("viewer").start(() -> {
            try (stream) {
                stream.transferTo(OutputStream.nullOutputStream());
            } catch (IOException e) {
                throw new UncheckedIOException("The page is not to be seen any more", e);
            }
        }));
    }

    /** Whether the stream goes on. */
    boolean isWatching() {
        return reader.isAlive();
    }
}
