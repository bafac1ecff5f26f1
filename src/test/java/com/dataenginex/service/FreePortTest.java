package com.dataenginex.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FreePortTest {
    private static final String LOOPBACK = "127.0.0.1";

    /** A probe or a client that connects then would be reset: until the service listens, it is to be refused. */
    @Test
    void nobodyCanConnectWhileItIsAsked() throws StartException {
        int port = notEphemeral();
        AtomicInteger tries = new AtomicInteger();
        AtomicInteger connected = new AtomicInteger();
        Thread client = Thread.ofPlatform().daemon().start(() -> {
            while (!Thread.interrupted()) {
                tries.incrementAndGet();
                if (connects(port)) {
                    connected.incrementAndGet();
                }
            }
        });
        while (tries.get() < 2_000) {
            FreePort.require("PORT", LOOPBACK, port);
        }
        client.interrupt();

        assertThat(connected).as("of " + tries).hasValue(0);
    }

    /** One that no connection is given for its own end by chance: where nobody listens, that would connect to itself. */
    private static int notEphemeral() {
        return IntStream.range(0, 100).map(i -> ThreadLocalRandom.current().nextInt(20_000, 32_000))
                .filter(FreePortTest::isFree).findFirst().orElseThrow();
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (IOException e) {
            return false;
        }
    }

    private static boolean connects(int port) {
        try (Socket socket = new Socket(LOOPBACK, port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    @Test
    void onePortOfAnotherListenerIsInUse() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            for (String host : new String[]{LOOPBACK, "0.0.0.0", "::"}) {
                assertThatThrownBy(() -> FreePort.require("ADMIN_PORT", host, taken.getLocalPort()))
                        .as(host).isInstanceOf(StartException.class).hasMessage("Port " + taken.getLocalPort()
                                + " is in use; set ADMIN_PORT to another one, or end what listens there");
            }
        }
    }

    /** What has ended a moment ago is not in the way: its connections wait for a minute. */
    @Test
    void oneWhoseConnectionsHaveJustEndedIsFree() throws IOException, StartException {
        int port;
        try (ServerSocket before = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = before.getLocalPort();
            try (Socket client = new Socket(LOOPBACK, port)) {
                before.accept().close();
                assertThat(client.getInputStream().read()).isEqualTo(-1);
            }
        }
        FreePort.require("PORT", LOOPBACK, port);
    }

    @Test
    void anAddressThatIsNotOursIsSaid() {
        assertThatThrownBy(() -> FreePort.require("PORT", "192.0.2.1", 0)).isInstanceOf(StartException.class)
                .hasMessage("192.0.2.1 is no address of this machine; set HOST to one that is");
        assertThatThrownBy(() -> FreePort.require("PORT", "nobody.invalid", 0)).isInstanceOf(StartException.class)
                .hasMessage("The name nobody.invalid does not resolve; set HOST to an address of this machine");
    }
}
