package com.dataenginex.helidon;

import com.dataenginex.http.Problem;
import com.dataenginex.http.ProblemException;
import com.dataenginex.http.ProblemType;
import io.helidon.common.buffers.DataReader;
import io.helidon.common.buffers.DataWriter;
import io.helidon.http.DirectHandler;
import io.helidon.http.HeaderValues;
import io.helidon.http.HttpPrologue;
import io.helidon.http.RequestException;
import io.helidon.http.Status;
import io.helidon.http.WritableHeaders;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.ServerConnectionException;
import io.helidon.webserver.http.DirectTransportRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/**
 * One connection whose requests must arrive in time. The head must be complete within {@code header-timeout} of its first byte;
 * on a new connection that time starts at once. The body must be complete within {@code body-timeout} of the head. Helidon 4.5.0
 * has neither deadline, and one client could hold connections for as long as it likes by sending a byte now and then. Between
 * two requests only the idle timeout counts. Its writes have {@link WriteDeadlines}. Used by the connection's own thread.
 *
 * @see <a href="https://github.com/helidon-io/helidon/blob/4.5.0/webserver/webserver/src/main/java/io/helidon/webserver/http1/Http1Connection.java">Helidon 4.5.0</a>
 */
final class ReadDeadlines extends ForwardingConnectionContext {
    private static final ThreadLocal<ReadDeadlines> CURRENT = new ThreadLocal<>();
    private static final int BUFFER = 8_192;

    private enum Phase {
        IDLE,
        HEAD,
        BODY
    }

    private final ConnectionContext connection;
    private final Socket socket;
    private final long headNanos;
    private final long bodyNanos;
    private final GuardedWriter writer;
    private final DataReader reader = DataReader.create(this::read);

    private Phase phase = Phase.HEAD;
    private boolean silent = true;
    private long deadline;
    private HttpPrologue prologue;
    private byte[] buffer;

    /** @param socket of the same connection */
    ReadDeadlines(ConnectionContext connection, Socket socket, Duration head, Duration body, WriteDeadlines writes) {
        super(connection);
        this.writer = new GuardedWriter(connection.dataWriter());
        writes.add(writer);
        this.connection = connection;
        this.socket = socket;
        this.headNanos = head.toNanos();
        this.bodyNanos = body.toNanos();
        this.deadline = System.nanoTime() + headNanos;
        CURRENT.set(this);
    }

    /** The current thread's request is answered and its body read: what comes next is another one. */
    static void requestDone() {
        ReadDeadlines current = CURRENT.get();
        if (current != null) {
            current.phase = Phase.IDLE;
            current.prologue = null;
            // An idle connection holds as little as it can.
            current.buffer = null;
        }
    }

    /** The client of the current thread's connection, or null if it is not known. */
    static SocketAddress currentPeer() {
        ReadDeadlines current = CURRENT.get();
        return current == null ? null : current.remotePeer().address();
    }

    void prologueRead(HttpPrologue read) {
        prologue = read;
        head();
    }

    void headersRead() {
        phase = Phase.BODY;
        deadline = System.nanoTime() + bodyNanos;
    }

    private void head() {
        if (phase == Phase.IDLE) {
            phase = Phase.HEAD;
            deadline = System.nanoTime() + headNanos;
        }
    }

    /** What the client sent next, or null if it sends no more. */
    private byte[] read() {
        DataReader peeked = connection.dataReader();
        if (peeked.available() > 0) {
            // Where there is a second protocol, Helidon looks at the first bytes to choose.
            silent = false;
            return peeked.readBytes(peeked.available());
        }
        try {
            if (phase == Phase.IDLE && reader.available() == 0) {
                byte[] bytes = connection.serverSocket().get();
                head();
                return bytes;
            }
            head();
            byte[] bytes = readInTime();
            silent = false;
            return bytes;
        } catch (IOException e) {
            throw new ServerConnectionException("Failed to get data from socket", e);
        } catch (UncheckedIOException e) {
            throw new ServerConnectionException("Failed to get data from socket", e.getCause());
        }
    }

    private byte[] readInTime() throws IOException {
        long millis = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
        if (millis <= 0) {
            throw late();
        }
        if (buffer == null) {
            buffer = new byte[BUFFER];
        }
        socket.setSoTimeout((int) millis);
        try {
            int length = socket.getInputStream().read(buffer);
            return length < 0 ? null : Arrays.copyOf(buffer, length);
        } catch (SocketTimeoutException e) {
            throw late();
        }
    }

    private RuntimeException late() {
        if (silent) {
            return new CloseConnectionException("Nothing was sent");
        }
        if (phase == Phase.BODY) {
            return new ProblemException(
                    Problem.of(ProblemType.REQUEST_TIMEOUT, "The request body did not arrive within "
                            + Duration.ofNanos(bodyNanos) + ".", HeaderValues.CONNECTION_CLOSE));
        }
        DirectHandler.TransportRequest request = prologue == null
                ? DirectTransportRequest.create("", "", "")
                : DirectTransportRequest.create(prologue, WritableHeaders.create());
        return RequestException.builder().type(DirectHandler.EventType.BAD_REQUEST).status(Status.REQUEST_TIMEOUT_408)
                .request(request).setKeepAlive(false)
                .message("The request's head did not arrive within " + Duration.ofNanos(headNanos)).build();
    }

    @Override
    public DataReader dataReader() {
        return reader;
    }

    @Override
    public DataWriter dataWriter() {
        return writer;
    }
}
