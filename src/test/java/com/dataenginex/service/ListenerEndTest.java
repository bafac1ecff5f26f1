package com.dataenginex.service;

import static org.assertj.core.api.Assertions.assertThat;

import com.dataenginex.AppConfig;
import com.dataenginex.DataEngineX;
import com.dataenginex.support.Lines;
import java.lang.reflect.Field;
import java.nio.channels.ServerSocketChannel;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** A listener that ends without a stop: the service says so, since nobody else would see it. */
class ListenerEndTest {

    @Test
    void isSaidAndToldOnceAndTheServiceStillStops() throws Exception {
        Lines lines = new Lines();
        List<String> reasons = new CopyOnWriteArrayList<>();
        Service service = DataEngineX
                .assemble(AppConfig.load(Map.of("PORT", "0", "HOST", "127.0.0.1", "LOG_FORMAT", "json")),
                        BuildInfo.read(), lines)
                .build();
        service.whenBroken(reasons::add);
        service.start();

        listener(service).close();

        Awaitility.await().until(() -> !reasons.isEmpty());
        assertThat(reasons).singleElement().asString().startsWith("A listener has ended");
        assertThat(lines.await(1, line -> line.path("event").asText().equals("listener_ended")).getFirst().path("level")
                .asText()).isEqualTo("ERROR");
        service.stop();
        assertThat(reasons).hasSize(1);
    }

    @Test
    void aStopIsNoSuchEnd() throws Exception {
        List<String> reasons = new CopyOnWriteArrayList<>();
        Service service = DataEngineX
                .assemble(AppConfig.load(Map.of("PORT", "0", "HOST", "127.0.0.1")), BuildInfo.read(),
                        new Lines())
                .build();
        service.whenBroken(reasons::add);
        service.start();

        service.stop();

        assertThat(reasons).isEmpty();
    }

    private static ServerSocketChannel listener(Service service) throws ReflectiveOperationException {
        Object server = value(value(service, "listeners"), "server");
        Object listener = ((Map<?, ?>) value(server, "listeners")).values().iterator().next();
        return (ServerSocketChannel) value(listener, "serverSocket");
    }

    private static Object value(Object owner, String name) throws ReflectiveOperationException {
        Field field = owner.getClass().getDeclaredField(name);
        field.setAccessible(true);
        return field.get(owner);
    }
}
