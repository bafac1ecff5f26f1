package com.dataenginex.example;

import static org.assertj.core.api.Assertions.assertThat;

import com.dataenginex.config.ConfigSources;
import com.dataenginex.config.Settings;
import com.dataenginex.health.FixedDependency;
import com.dataenginex.http.Endpoint;
import com.dataenginex.service.BuildInfo;
import com.dataenginex.service.Product;
import com.dataenginex.service.Service;
import com.dataenginex.service.ServiceConfig;
import com.dataenginex.service.StartException;
import com.dataenginex.support.Lines;
import com.dataenginex.support.OtlpReceiver;
import com.dataenginex.support.Ports;
import com.dataenginex.support.RawClient;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The service of the walk-through in docs/CONTRIBUTING.md, as somebody would write it who followed that. */
class ItemsTest {
    private static final ConfigSources CONFIG = new ConfigSources("SHOP_", "SHOP_CONFIG",
            List.of("/example/application.yaml", "/config/application.yaml"));
    private static final Lines LINES = new Lines();
    private static OtlpReceiver receiver;
    private static Service shop;

    private static Service assemble(Map<String, String> variables) {
        Product product = new Product("urn:shop:problem:", "shop",
                List.of(FixedDependency.socket("stock", "SHOP_STOCK")));
        Settings settings = new Settings(variables, CONFIG);
        ServiceConfig config = ServiceConfig.read(settings, product);
        ItemsConfig items = ItemsConfig.read(settings);
        settings.check();
        Service.Builder service = Service.builder(product, config, BuildInfo.read(), LINES);
        return service.endpoints(List.of(
                Endpoint.get("/api/items/{id}", new ItemsHandler(items, service.metrics())))).build();
    }

    @BeforeAll
    static void start() throws StartException {
        receiver = OtlpReceiver.grpc();
        shop = assemble(Map.of("PORT", "0", "HOST", "127.0.0.1", "LOG_FORMAT", "json", "SHOP_ITEMS_HIGHEST_ID", "10",
                "OTLP_ENDPOINT", receiver.endpoint(), "OTEL_BSP_SCHEDULE_DELAY", "20", "SHOP_STOCK_HOST", "127.0.0.1",
                "SHOP_STOCK_PORT", Integer.toString(Ports.free()), "SHOP_HEALTH_FAILURES_TO_GO_DOWN", "1"));
        shop.start();
    }

    @AfterAll
    static void stop() {
        shop.close();
        receiver.close();
    }

    /** Status line, headers and body. */
    private static String get(String path) {
        return new RawClient(shop.port()).exchange("GET " + path + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
    }

    @Test
    void givesAnItemAndLeavesItsSignals() {
        assertThat(get("/api/items/7")).startsWith("HTTP/1.1 200 OK").endsWith("{\"id\":7,\"name\":\"lamp\"}");

        assertThat(receiver.await(1, span -> span.getName().equals("item_look_up")))
                .anySatisfy(span -> assertThat(OtlpReceiver.attributes(span)).containsEntry("item.id", 7L));
        assertThat(LINES.await(1, line -> line.path("event").asText().equals("item_found"))).singleElement()
                .satisfies(line -> assertThat(line.path("trace_id").asText()).hasSize(32));
        assertThat(get("/metrics")).contains("item_look_ups_total{result=\"found\"} 1.0",
                "http_requests_total{endpoint=\"/api/items/{id}\",method=\"GET\",status=\"200\"} 1.0");
    }

    @Test
    void refusesAnIdThatNoItemCanHave() {
        assertThat(get("/api/items/11")).startsWith("HTTP/1.1 400 ")
                .contains("\\\"11\\\" is not allowed; allowed: a whole number from 1 to 10");
        assertThat(get("/api/items/9")).startsWith("HTTP/1.1 404 ").contains("There is no item 9.");
    }

    @Test
    void theStockIsCheckedInTheBackground() {
        assertThat(get("/ready")).startsWith("HTTP/1.1 200 ").contains("\"name\":\"stock\"", "degraded");
    }
}
