package com.dataenginex.service;

import static org.assertj.core.api.Assertions.assertThat;

import com.dataenginex.AppConfig;
import com.dataenginex.DataEngineX;
import io.helidon.http.Status;
import io.helidon.webclient.http1.Http1Client;
import io.helidon.webserver.WebServerConfig;
import io.helidon.webserver.testing.junit5.ServerTest;
import io.helidon.webserver.testing.junit5.SetUpServer;
import java.io.ByteArrayOutputStream;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** The application's wiring on the server that Helidon's test support starts. */
@ServerTest
class ServerWiringTest {
    private static Service service;
    private final Http1Client client;

    ServerWiringTest(Http1Client client) {
        this.client = client;
    }

    @SetUpServer
    static void server(WebServerConfig.Builder builder) {
        service = DataEngineX
                .assemble(AppConfig.load(Map.of("PORT", "0")), BuildInfo.read(), new ByteArrayOutputStream()).build();
        service.configure(builder);
    }

    @AfterAll
    static void close() {
        service.close();
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
