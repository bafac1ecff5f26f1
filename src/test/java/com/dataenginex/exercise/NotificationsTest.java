package com.dataenginex.exercise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.dataenginex.readers.AlertmanagerClient;
import com.dataenginex.readers.HttpReader;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What counts as a notification of an alert: by Alertmanager's own numbers, over HTTP. */
class NotificationsTest {
    private static final String CONFIGURATION = """
            route: {receiver: mail}
            receivers:
              - name: page
                slack_configs: [{api_url: <secret>}]
              - name: mail
                email_configs: [{to: ops@example.org}]
              - name: chat
                slack_configs: [{api_url: <secret>}]
              - name: nobody
                webhook_configs: []
            """;
    private volatile String metrics = "";
    private HttpServer server;
    private Notifications notifications;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        answer("/api/v2/status", true);
        answer("/metrics", false);
        server.start();
        notifications = new Notifications(List.of(new AlertmanagerClient(new HttpReader("Alertmanager",
                URI.create("http://127.0.0.1:" + server.getAddress().getPort())))));
    }

    private void answer(String path, boolean status) {
        server.createContext(path, exchange -> {
            byte[] body = (status
                    ? "{\"config\":{\"original\":\"" + CONFIGURATION.replace("\n", "\\n") + "\"}}"
                    : metrics).getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private static String count(String what, String labels, int value) {
        return "alertmanager_notification_requests_" + what + "{" + labels + "} " + value + "\n";
    }

    private String look(String receiver) {
        return notifications.look(List.of(List.of(receiver)));
    }

    @Test
    void aNotificationToSomebodyElseIsNone() {
        metrics = count("total", "integration=\"slack\"", 3);
        notifications.begin();
        metrics = count("total", "integration=\"slack\"", 3) + count("total", "integration=\"email\"", 5)
                + count("failed_total", "integration=\"email\"", 5);

        assertThat(look("page")).isEqualTo("no notification was sent");

        metrics = count("total", "integration=\"slack\"", 4);
        assertThat(look("page")).isNull();
        assertThat(notifications.sent()).isEqualTo("slack of page or of chat, which Alertmanager counts as one");
    }

    @Test
    void theNameOfTheReceiverTellsItFromOthersOfItsKind() {
        notifications.begin();
        metrics = count("total", "integration=\"slack\",receiver_name=\"chat\"", 1);
        assertThat(look("page")).isEqualTo("no notification was sent");

        metrics += count("total", "integration=\"slack\",receiver_name=\"page\"", 1);
        assertThat(look("page")).isNull();
        assertThat(notifications.sent()).isEqualTo("slack of page");
    }

    @Test
    void aFailureAndAReceiverThatNotifiesNobodyEndIt() {
        notifications.begin();
        metrics = count("total", "integration=\"email\"", 1) + count("failed_total", "integration=\"email\"", 1);

        assertThatThrownBy(() -> look("mail")).isInstanceOf(HopException.class)
                .hasMessage("a notification failed: email");
        assertThatThrownBy(() -> look("nobody")).isInstanceOf(HopException.class)
                .hasMessage("the receiver nobody notifies nobody");
    }
}
