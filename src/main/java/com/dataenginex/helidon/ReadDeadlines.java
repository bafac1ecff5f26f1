package com.dataenginex.helidon;

import com.dataenginex.http.HttpConfig;
import com.dataenginex.http.Problem;
import com.dataenginex.http.ProblemException;
import com.dataenginex.http.ProblemType;
import io.helidon.common.buffers.DataReader;
import io.helidon.common.buffers.DataWriter;
import io.helidon.common.socket.PeerInfo;
import io.helidon.http.HeaderValues;
import io.helidon.http.Status;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.ServerConnectionException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/**
 * One connection whose requests must arrive in time. The head must be complete within {@code header-timeout} of its first byte;
 * on a new connection that time starts at once. The body must be complete within {@code body-timeout} of the head. Helidon 4.5.0
 * has neither deadline, and one client could hold connections for as long as it likes by sending a byte now and then. Between
 * two requests only the idle timeout counts. Its writes have {@link WriteDeadlines}. Used by the connection's own thread, but for
 * what {@link OpenConnections} asks.
 *
 * @see <a href="https://github.com/helidon-io/helidon/blob/4.5.0/webserver/webserver/src/main/java/io/helidon/webserver/http1/Http1Connection.java">Helidon 4.5.0</a>
 */
final class ReadDeadlines extends ForwardingConnectionContext {
    private static final ThreadLocal<ReadDeadlines> CURRENT = new ThreadLocal<>();
    private static final long LINGER_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** What the connection does; in all but {@code WORKING} nobody would miss it. */
    private enum Phase {
        /** Between two requests. */
        IDLE,
        /** A head has begun, or the connection is new. */
        HEAD,
        WORKING,
        /** The request is answered, and the rest of its body is read. */
        LEFTOVER,
        /** Closed by another thread. */
        ENDED
    }

    private final ConnectionContext connection;
    private final Socket socket;
    private final OpenConnections open;
    private final long headNanos;
    private final long bodyNanos;
    private final GuardedWriter writer;
    private final ResponseShape shape;
    private final RequestReader requests;
    private final DataReader reader;
    private final AtomicReference<Phase> phase = new AtomicReference<>(Phase.HEAD);

    private volatile long waitingSince = System.nanoTime();
    private volatile int held;
    private boolean silent = true;
    private volatile boolean leaving;
    private PeerInfo peer;
    private long began = System.nanoTime();
    private long deadline;

    /** @param socket of the same connection */
    ReadDeadlines(ConnectionContext connection, Socket socket, HttpConfig config, WriteDeadlines writes,
            OpenConnections open) {
        super(connection);
        this.open = open;
        this.requests = new RequestReader(this::read, config.maxHeaderBytes(), this::headRead);
        this.reader = DataReader.create(requests);
        this.shape = new ResponseShape(requests, this::leaves);
        this.writer = new GuardedWriter(connection.dataWriter(), shape);
        writes.add(writer);
        this.connection = connection;
        this.socket = socket;
        this.headNanos = config.headerTimeout().toNanos();
        this.bodyNanos = config.bodyTimeout().toNanos();
        this.deadline = began + headNanos;
        CURRENT.set(this);
    }

    /** That of the current thread, or null. */
    static ReadDeadlines current() {
        return CURRENT.get();
    }

    /** The current thread's request is answered; what may come is the rest of its body. */
    void responded() {
        waitingSince = System.nanoTime();
        phase.compareAndSet(Phase.WORKING, Phase.LEFTOVER);
    }

    /** Whether the request was read to its last octet, and none behind it. */
    boolean isConsumed() {
        return requests.isWhole() && reader.available() == 0;
    }

    /** Whether the response said that the connection ends with it. */
    boolean isLast() {
        return shape.isLast();
    }

    /**
     * Where the client may still send, takes what it sends for a moment, before the connection is closed: what is left unread would make
     * the kernel reset it, and throw away what the client has not taken of the response (RFC 9112, 9.6). It waits meanwhile, so that it
     * makes room if there are too many.
     */
    void linger() {
        if (phase.get() == Phase.ENDED) {
            return;
        }
        try {
            if (requests.isIdle() && !leaving && socket.getInputStream().available() == 0) {
                return;
            }
            if (phase.compareAndSet(Phase.WORKING, Phase.LEFTOVER)) {
                waitingSince = System.nanoTime();
            }
            socket.shutdownOutput();
            long end = System.nanoTime() + LINGER_NANOS;
            for (long left = LINGER_NANOS; left > 0; left = end - System.nanoTime()) {
                socket.setSoTimeout((int) Math.max(1, TimeUnit.NANOSECONDS.toMillis(left)));
                if (connection.serverSocket().get() == null) {
                    return;
                }
            }
        } catch (IOException | UncheckedIOException e) {
            // It is gone, or sends no more.
        }
    }

    /** Whether it leaves with the response that is about to be written, since there are too many. */
    private boolean leaves() {
        if (!leaving && open.leaves()) {
            leaving = true;
        }
        return leaving;
    }

    /** Whether its last response said that it leaves; for any thread. */
    boolean isLeaving() {
        return leaving;
    }

    /** The current thread's request is answered and its body read: what comes next is another one. */
    void requestDone() {
        waitingSince = System.nanoTime();
        if (phase.compareAndSet(Phase.LEFTOVER, requests.isIdle() ? Phase.IDLE : Phase.HEAD) && !requests.isIdle()) {
            // The next request has come with this one.
            began = waitingSince;
            deadline = began + headNanos;
        }
        requests.done();
        shape.done();
    }

    /** When the request under way, or the connection, began, as {@link System#nanoTime()}. */
    long began() {
        return began;
    }

    /** Whether no request needs it. */
    boolean isWaiting() {
        Phase now = phase.get();
        return now != Phase.WORKING && now != Phase.ENDED;
    }

    long waitingSince() {
        return waitingSince;
    }

    /** Ends the connection unless a request needs it; for any thread. */
    boolean endWaiting() {
        Phase now = phase.get();
        if (now == Phase.WORKING || now == Phase.ENDED || !phase.compareAndSet(now, Phase.ENDED)) {
            return false;
        }
        try {
            socket.close();
        } catch (IOException e) {
            // It is gone.
        }
        return true;
    }

    private void headRead() {
        held = 0;
        if (!phase.compareAndSet(Phase.HEAD, Phase.WORKING) && !phase.compareAndSet(Phase.IDLE, Phase.WORKING)) {
            throw new CloseConnectionException("Closed to make room");
        }
        deadline = System.nanoTime() + bodyNanos;
    }

    private void head() {
        if (phase.compareAndSet(Phase.IDLE, Phase.HEAD)) {
            began = System.nanoTime();
            waitingSince = began;
            deadline = began + headNanos;
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
            if (phase.get() == Phase.IDLE && requests.isIdle()) {
                socket.setSoTimeout(0);
                byte[] bytes = connection.serverSocket().get();
                head();
                return bytes;
            }
            head();
            hold(phase.get() == Phase.HEAD ? requests.held() : 0);
            byte[] bytes = readInTime();
            silent = false;
            return bytes;
        } catch (IOException e) {
            throw lost(e);
        } catch (UncheckedIOException e) {
            throw lost(e.getCause());
        }
    }

    private void hold(int bytes) {
        boolean more = bytes > held;
        held = bytes;
        if (more) {
            open.boundHeads();
        }
    }

    /** Bytes that a head which is not whole keeps; for any thread. */
    int held() {
        return held;
    }

    /** Where nothing of a request is lost, nothing is said. */
    private RuntimeException lost(IOException cause) {
        return phase.get() == Phase.ENDED || requests.isIdle()
                ? new CloseConnectionException("The connection has ended", cause)
                : new ServerConnectionException("Failed to get data from socket", cause);
    }

    private byte[] readInTime() throws IOException {
        long millis = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
        if (millis <= 0) {
            throw late();
        }
        socket.setSoTimeout((int) millis);
        try {
            return connection.serverSocket().get();
        } catch (UncheckedIOException e) {
            if (e.getCause() instanceof SocketTimeoutException) {
                throw late();
            }
            throw e;
        }
    }

    private RuntimeException late() {
        if (silent) {
            return new CloseConnectionException("Nothing was sent");
        }
        if (phase.get() == Phase.WORKING || phase.get() == Phase.LEFTOVER) {
            return new ProblemException(
                    Problem.of(ProblemType.REQUEST_TIMEOUT, "The request body did not arrive within "
                            + Duration.ofNanos(bodyNanos) + ".", HeaderValues.CONNECTION_CLOSE));
        }
        return requests.refusal(Status.REQUEST_TIMEOUT_408,
                "The request's head did not arrive within " + Duration.ofNanos(headNanos));
    }

    /** Made once: Helidon's makes one for each call, of which each request has three. */
    @Override
    public PeerInfo remotePeer() {
        PeerInfo known = peer;
        if (known == null) {
            known = connection.remotePeer();
            peer = known;
        }
        return known;
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
