package com.dataenginex.load;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import javax.management.MBeanServerConnection;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

/** A server in a JVM of its own, whose CPU time and allocation can be read, and whose lines on stdout are counted. */
final class ServerProcess implements AutoCloseable {
    private static final Duration START = Duration.ofSeconds(30);

    private final Process process;
    private final int port;
    private final LongAdder lines = new LongAdder();
    private long requests;
    private long requestsBefore;
    private long linesBefore;
    private final Thread reader = Thread.ofPlatform().daemon().unstarted(this::countLines);
    private final JMXConnector connector;
    private final OperatingSystemMXBean system;
    private final ThreadMXBean threads;

    /**
     * @param arguments of {@code java}
     * @param variables the whole environment; {@code PORT} is added
     */
    ServerProcess(List<String> arguments, Map<String, String> variables) throws IOException {
        port = freePort();
        List<String> command = new ArrayList<>(Cores.prefix());
        command.add(java());
        command.addAll(arguments);
        command.replaceAll(argument -> argument.replace("{port}", Integer.toString(port)));
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().clear();
        builder.environment().putAll(variables);
        builder.environment().put("PORT", Integer.toString(port));
        process = builder.start();
        reader.start();
        awaitListening();
        connector = connect(process.pid());
        MBeanServerConnection beans = connector.getMBeanServerConnection();
        system = ManagementFactory.newPlatformMXBeanProxy(beans, ManagementFactory.OPERATING_SYSTEM_MXBEAN_NAME,
                OperatingSystemMXBean.class);
        threads = ManagementFactory.newPlatformMXBeanProxy(beans, ManagementFactory.THREAD_MXBEAN_NAME,
                ThreadMXBean.class);
    }

    static String java() {
        return System.getProperty("bench.java", Path.of(System.getProperty("java.home"), "bin", "java").toString());
    }

    int port() {
        return port;
    }

    long pid() {
        return process.pid();
    }

    /** User and system time of the whole process since its start. */
    long cpuNanos() {
        return system.getProcessCpuTime();
    }

    /** By all threads since the start; those of virtual threads count for their carriers. */
    long allocatedBytes() {
        return threads.getTotalThreadAllocatedBytes();
    }

    /** Forgets the requests and lines so far; all of their lines must have come. */
    void countFromNow() {
        requestsBefore = requests;
        linesBefore = lines.sum();
    }

    /** Lines about requests that came out of its stdout. */
    long requestLines() {
        return lines.sum() - linesBefore;
    }

    /** Notes requests that it has answered. */
    void answered(long count) {
        requests += count;
    }

    /** Requests that it has answered. */
    long requests() {
        return requests - requestsBefore;
    }

    private void awaitListening() throws IOException {
        long deadline = System.nanoTime() + START.toNanos();
        while (true) {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                // Where nobody listens, a socket whose own port is the same by chance connects to itself.
                if (socket.getLocalPort() != port) {
                    return;
                }
            } catch (IOException e) {
                if (!process.isAlive() || System.nanoTime() > deadline) {
                    throw new IOException("The server does not listen", e);
                }
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
            }
        }
    }

    /** Lines of requests alone: each has the field, and no other line does. */
    private void countLines() {
        byte[] wanted = "\"event\":\"request_".getBytes(StandardCharsets.US_ASCII);
        byte[] part = new byte[1 << 16];
        int matched = 0;
        try (InputStream out = process.getInputStream()) {
            for (int n = out.read(part); n >= 0; n = out.read(part)) {
                int count = 0;
                for (int i = 0; i < n; i++) {
                    matched = part[i] == wanted[matched] ? matched + 1 : part[i] == wanted[0] ? 1 : 0;
                    if (matched == wanted.length) {
                        count++;
                        matched = 0;
                    }
                }
                lines.add(count);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JMXConnector connect(long pid) throws IOException {
        try {
            VirtualMachine machine = VirtualMachine.attach(Long.toString(pid));
            try {
                return JMXConnectorFactory.connect(new JMXServiceURL(machine.startLocalManagementAgent()));
            } finally {
                machine.detach();
            }
        } catch (AttachNotSupportedException e) {
            throw new IOException(e);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    /** Ends it as a signal would, and waits until all of its lines are counted. */
    void stop() {
        // Process.destroy() would close the pipe with it.
        process.toHandle().destroy();
        try {
            process.waitFor(30, TimeUnit.SECONDS);
            reader.join(Duration.ofSeconds(5));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
