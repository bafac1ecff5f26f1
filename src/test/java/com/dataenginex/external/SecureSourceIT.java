package com.dataenginex.external;

import static org.assertj.core.api.Assertions.assertThat;

import com.dataenginex.support.FakeRateSources;
import com.dataenginex.support.FakeSource;
import com.dataenginex.support.RawClient;
import com.dataenginex.support.ServiceProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real sources speak TLS: the packaged service asks one that does, and none whose certificate it does not trust. */
class SecureSourceIT {
    private static final String TRUST = Path.of("src/test/resources/localhost-trust.p12").toAbsolutePath().toString();

    @TempDir
    private Path folder;

    @Test
    void asksASourceOverTls() throws IOException {
        assertThat(answer("-Djavax.net.ssl.trustStore=" + TRUST, "-Djavax.net.ssl.trustStorePassword=changeit"))
                .startsWith("HTTP/1.1 200").contains("\"value\":73838.87,", "\"source\":\"https://127.0.0.1:");
    }

    @Test
    void refusesACertificateThatNobodyVouchesFor() throws IOException {
        assertThat(answer()).startsWith("HTTP/1.1 502").doesNotContain("73838.87");
    }

    private String answer(String... jvmOptions) throws IOException {
        try (FakeSource upstream = FakeSource.secure(FakeRateSources.COINBASE.good("73838.87"))) {
            Path file = Files.writeString(folder.resolve("x.yaml"),
                    FakeRateSources.yaml(Map.of(FakeRateSources.COINBASE, upstream.url()), "call-timeout: PT10S"));
            try (ServiceProcess service = ServiceProcess
                    .launch(folder, Map.of("DEX_CONFIG", file.toString()), jvmOptions).awaitListening();
                    RawClient.Connection client = new RawClient(service.port()).connect()) {
                return client.get("/api/external-data?currency=EUR");
            }
        }
    }
}
