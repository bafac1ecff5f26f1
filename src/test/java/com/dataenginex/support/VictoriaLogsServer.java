package com.dataenginex.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;

/** The real VictoriaLogs. */
public final class VictoriaLogsServer implements AutoCloseable {
    private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final int port = Ports.free();
    private final Process process;

    /** Skips the test where it is not built. */
    public VictoriaLogsServer(Path folder) {
        Path program = Tool.requireBuilt("victoria-logs-1.52.1");
        try {
            process = new ProcessBuilder(program.toString(), "-storageDataPath=" + folder.resolve("victoria-logs"),
                    "-httpListenAddr=127.0.0.1:" + port).redirectErrorStream(true)
                    .redirectOutput(folder.resolve("victoria-logs.log").toFile()).start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public int port() {
        return port;
    }

    /** Gives it lines of a stdout, as an agent would that reads them. */
    public void ship(String lines) {
        try {
            HttpResponse<String> answer = client.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port
                    + "/insert/jsonline?_time_field=timestamp&_msg_field=event&_stream_fields=app,environment"))
                    .POST(HttpRequest.BodyPublishers.ofString(lines)).build(),
                    HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() != 200) {
                throw new AssertionError(answer.statusCode() + ": " + answer.body());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        Tool.end(process);
    }
}
