package com.dataenginex;

import static org.assertj.core.api.Assertions.assertThat;

import com.dataenginex.service.BuildInfo;
import io.helidon.http.Status;
import io.helidon.webclient.http1.Http1Client;
import io.helidon.webserver.WebServerConfig;
import io.helidon.webserver.testing.junit5.ServerTest;
import io.helidon.webserver.testing.junit5.SetUpServer;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** The application's wiring on the server that Helidon's test support starts. */
@ServerTest
class ServerWiringTest {
    private static Application application;
    private final Http1Client client;

    ServerWiringTest(Http1Client client) {
        this.client = client;
    }

    @SetUpServer
    static void server(WebServerConfig.Builder builder) {
        application = new Application(AppConfig.load(Map.of("PORT", "0")));
        application.configure(builder);
    }

    @AfterAll
    static void close() {
        application.close();
    }

    @Test
    void answersTheRootWithTheVersionOfTheBuild() {
        var response = client.get("/").request(String.class);

        assertThat(response.status()).isEqualTo(Status.OK_200);
        assertThat(response.entity())
                .isEqualTo("{\"message\":\"DataEngineX API\",\"version\":\"" + BuildInfo.read().version()
                        + "\",\"openapi\":\"/openapi.yaml\"}");
    }
}
