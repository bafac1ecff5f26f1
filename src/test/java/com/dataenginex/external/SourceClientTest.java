package com.dataenginex.external;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.helidon.webclient.http1.Http1Client;
import java.net.URI;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;

class SourceClientTest {

    /** As on a machine without a network. */
    @Test
    void aNameThatDoesNotResolveIsNamed() {
        SourceClient client = new SourceClient(URI.create("http://user:hunter2@no-such-host.invalid:8080"),
                RateSource.named("coinbase", ""), Http1Client::create, 1_000, InstantSource.system());

        assertThatThrownBy(() -> client.ask("EUR")).isInstanceOf(SourceException.class)
                .hasMessage("the name no-such-host.invalid does not resolve");
    }
}
