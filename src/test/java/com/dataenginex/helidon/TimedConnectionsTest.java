package com.dataenginex.helidon;

import static org.assertj.core.api.Assertions.assertThat;

import com.dataenginex.AppConfig;
import com.dataenginex.log.Log;
import com.dataenginex.log.LogReceiver;
import com.dataenginex.support.RawClient;
import com.dataenginex.support.Scrape;
import com.dataenginex.support.TestApplication;
import io.helidon.common.socket.SocketOptions;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http1.Http1Config;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

class TimedConnectionsTest {

    /** As after an upgrade that gives connections other names: the channel is there, under a name that nobody asks for. */
    @Test
    void aConnectionWhoseChannelIsNotFoundIsServedCountedAndSaidOnce() {
        TimedConnections timed = new TimedConnections(Http1Config.builder(), SocketOptions.create(),
                AppConfig.load(Map.of()).service().http(), new WriteDeadlines(Duration.ofSeconds(10)),
                new OpenConnections(10, Long.MAX_VALUE));
        List<String> said = new CopyOnWriteArrayList<>();
        LogReceiver receiver = (severity, logger, event, fields, thrown) -> said.add(event);
        Log.attach(receiver);
        // The listener is not given the options that keep the channels.
        WebServer server = WebServer.builder().host("127.0.0.1").port(0).shutdownHook(false)
                .featuresDiscoverServices(false).protocolsDiscoverServices(false).addConnectionSelector(timed)
                .routing(routing -> routing.get("/", (req, res) -> res.send("served"))).build().start();
        try {
            RawClient client = new RawClient(server.port());
            for (int i = 0; i < 3; i++) {
                assertThat(client.exchange("GET / HTTP/1.1\r\nHost: a\r\n\r\n")).contains("served");
            }

            assertThat(timed.unguardedConnections()).isEqualTo(3);
            assertThat(said).filteredOn("connection_deadlines_missing"::equals).hasSize(1);
        } finally {
            server.stop();
            Log.detach(receiver);
        }
    }

    @Test
    void everyConnectionOfTheServiceHasItsDeadlines() {
        try (TestApplication app = TestApplication.start()) {
            for (int i = 0; i < 20; i++) {
                app.raw().exchange("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
            }

            Scrape scrape = Scrape.of(app);
            assertThat(scrape.text()).contains("connections_without_deadlines_total");
            assertThat(scrape.sum("connections_without_deadlines_total")).isZero();
        }
    }
}
