package com.dataenginex.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.dataenginex.support.TestApplication;
import com.fasterxml.jackson.databind.JsonNode;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.WritableHeaders;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClientAddressTest {
    private static final List<Network> PROXIES = Stream.of("10.0.0.0/8", "fd00::/8", "192.0.2.7").map(Network::parse)
            .toList();

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"10.1.2.3|203.0.113.9|203.0.113.9",
        "10.1.2.3|1.1.1.1, 203.0.113.9|203.0.113.9",
        "10.1.2.3|203.0.113.9,10.9.9.9 , 192.0.2.7|203.0.113.9", "10.1.2.3|10.4.4.4|10.4.4.4",
        "10.1.2.3|203.0.113.9:1234|203.0.113.9",
        "10.1.2.3|[2001:db8::1]:80|2001:db8::1", "10.1.2.3|2001:DB8:0:0:0:0:0:1|2001:db8::1",
        "10.1.2.3|unknown|10.1.2.3",
        "10.1.2.3|203.0.113.9, _hidden|10.1.2.3", "10.1.2.3|' '|10.1.2.3", "10.1.2.3|,|10.1.2.3",
        "10.1.2.3|'203.0.113.9, ,'|203.0.113.9",
        "10.1.2.3|a.example|10.1.2.3", "fd12::1|203.0.113.9|203.0.113.9", "192.0.2.7|203.0.113.9|203.0.113.9",
        "192.0.2.8|203.0.113.9|192.0.2.8", "198.51.100.1|203.0.113.9|198.51.100.1"})
    void isWhomATrustedProxyNamesLast(String peer, String forwarded, String client) {
        assertThat(client(HeaderNames.X_FORWARDED_FOR, peer, forwarded)).isEqualTo(client);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"for=203.0.113.9|203.0.113.9",
        "For=\"[2001:db8:cafe::17]:4711\";proto=http|2001:db8:cafe::17",
        "for=1.1.1.1, proto=https;for=203.0.113.9;by=10.0.0.1|203.0.113.9", "for=unknown|10.0.0.1",
        "proto=https|10.0.0.1",
        "for=\"_gazonk\"|10.0.0.1", "for=203.0.113.9, for=10.0.0.2|203.0.113.9"})
    void readsForwardedAsItsSpecificationSays(String forwarded, String client) {
        assertThat(client(HeaderNames.FORWARDED, "10.0.0.1", forwarded)).isEqualTo(client);
    }

    /** What the proxies do not set, a client may have written. */
    @Test
    void readsNoOtherHeader() throws UnknownHostException {
        WritableHeaders<?> headers = WritableHeaders.create();
        headers.add(HeaderNames.FORWARDED, "for=6.6.6.6");

        assertThat(new ClientAddress(PROXIES, HeaderNames.X_FORWARDED_FOR).of(peer("10.0.0.1"), headers))
                .isEqualTo("10.0.0.1");
    }

    @Test
    void readsSeveralHeadersAsOneList() throws UnknownHostException {
        WritableHeaders<?> headers = WritableHeaders.create();
        headers.add(HeaderNames.X_FORWARDED_FOR, "6.6.6.6");
        headers.add(HeaderNames.X_FORWARDED_FOR, "203.0.113.9");

        assertThat(new ClientAddress(PROXIES, HeaderNames.X_FORWARDED_FOR).of(peer("10.0.0.1"), headers))
                .isEqualTo("203.0.113.9");
    }

    @ParameterizedTest
    @CsvSource({"2001:db8:0:0:1:0:0:1,2001:db8::1:0:0:1",
        "2001:0db8:0000:0000:0000:ff00:0042:8329,2001:db8::ff00:42:8329",
        "0:0:0:0:0:0:0:1,::1", "0:0:0:0:0:0:0:0,::", "1:0:0:0:0:0:0:0,1::", "2001:db8:0:1:1:1:1:1,2001:db8:0:1:1:1:1:1",
        "2001:DB8::A,2001:db8::a", "1:0:0:2:0:0:0:3,1:0:0:2::3", "fe80::1,fe80::1", "127.0.0.1,127.0.0.1"})
    void writesAnAddressInItsOneForm(String sent, String written) throws UnknownHostException {
        assertThat(IpAddress.text(InetAddress.getByName(sent))).isEqualTo(written);
    }

    /** Java says that they are equal. */
    @ParameterizedTest
    @ValueSource(strings = {"2001:db8::7%0", "fe80::7%1"})
    void ofAnAddressWithAZoneNothingIsLeftForOneWithout(String zoned) throws UnknownHostException {
        String plain = zoned.substring(0, zoned.indexOf('%'));

        assertThat(IpAddress.text(InetAddress.getByName(zoned))).isEqualTo(zoned);
        assertThat(IpAddress.text(InetAddress.getByName(plain))).isEqualTo(plain);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a.example", "10.0.0.0/33", "10.0.0.0/", "10.0.0.0/-1", "10.0.0.256", "::1/129",
        "1.2.3", "10.0.0.0/8/8"})
    void whatIsNoNetworkIsRefused(String text) {
        assertThat(Network.parse(text)).isNull();
    }

    @Test
    void nobodyIsBelievedByDefault() {
        try (TestApplication app = TestApplication.start()) {
            assertThat(loggedClient(app)).isEqualTo("127.0.0.1");
        }
    }

    @Test
    void aTrustedProxyIsBelievedInEveryLineAlsoOfARefusedRequest(@TempDir Path folder) {
        try (TestApplication app = TestApplication.start(folder, "server: {trusted-proxies: [127.0.0.0/8]}",
                Map.of())) {
            assertThat(loggedClient(app)).isEqualTo("203.0.113.9");
            app.raw().exchange(
                    "GET / HTTP/1.1\r\nHost: a\r\nX-Forwarded-For: 203.0.113.10\r\nX-Request-ID: refused-1\r\n"
                            + "User-Agent: u\r\nX : y\r\n\r\n");
            JsonNode line = app.lines.await(1, entry -> entry.path("request_id").asText().equals("refused-1"))
                    .getFirst();
            assertThat(line.path("client_host").asText()).isEqualTo("203.0.113.10");
            assertThat(line.path("user_agent").asText()).isEqualTo("u");
            assertThat(line.path("status_code").asInt()).isEqualTo(400);
        }
    }

    private static String loggedClient(TestApplication app) {
        app.raw().exchange("GET / HTTP/1.1\r\nHost: a\r\nX-Forwarded-For: 203.0.113.9\r\nConnection: close\r\n\r\n");
        return app.lines.await(1, entry -> entry.path("event").asText().equals("request_completed")).getFirst()
                .path("client_host").asText();
    }

    private static String client(HeaderName name, String peer, String forwarded) {
        WritableHeaders<?> headers = WritableHeaders.create();
        headers.add(name, forwarded);
        try {
            return new ClientAddress(PROXIES, name).of(peer(peer), headers);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static SocketAddress peer(String address) throws UnknownHostException {
        return new InetSocketAddress(InetAddress.getByName(address), 1);
    }
}
