package com.dataenginex.helidon;

import io.helidon.webserver.WebServer;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The listeners within a server, of which Helidon 4.5.0 shows only their ports.
 *
 * @see <a href="https://github.com/helidon-io/helidon/blob/4.5.0/webserver/webserver/src/main/java/io/helidon/webserver/LoomServer.java">Helidon 4.5.0</a>
 */
public final class ServerListeners {
    private ServerListeners() {
    }

    /** @throws ReflectiveOperationException if this Helidon has them elsewhere */
    static Collection<?> of(WebServer server) throws ReflectiveOperationException {
        return ((Map<?, ?>) field(server, "listeners").get(server)).values();
    }

    static Field field(Object owner, String name) throws NoSuchFieldException {
        Field field = owner.getClass().getDeclaredField(name);
        field.setAccessible(true);
        return field;
    }

    /**
     * Stops all of them at once. Helidon stops one after the other and gives each the whole grace period, so that a stop could take
     * twice as long as it may.
     *
     * @throws ReflectiveOperationException if this Helidon has them elsewhere
     */
    public static void stop(WebServer server) throws ReflectiveOperationException {
        List<Thread> stops = new ArrayList<>();
        AtomicReference<Throwable> failed = new AtomicReference<>();
        for (Object listener : of(server)) {
            Method stop = listener.getClass().getDeclaredMethod("stop");
            stop.setAccessible(true);
            stops.add(Thread.ofPlatform().name("stop-listener").start(() -> {
                try {
                    stop.invoke(listener);
                } catch (ReflectiveOperationException e) {
                    failed.set(e instanceof InvocationTargetException wrapped ? wrapped.getCause() : e);
                }
            }));
        }
        try {
            for (Thread each : stops) {
                each.join();
            }
        } catch (InterruptedException e) {
            stops.forEach(Thread::interrupt);
            Thread.currentThread().interrupt();
        }
        if (failed.get() != null) {
            throw new IllegalStateException("A listener could not be stopped", failed.get());
        }
    }
}
