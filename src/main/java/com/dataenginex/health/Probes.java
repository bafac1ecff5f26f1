package com.dataenginex.health;

import io.helidon.health.HealthCheck;
import io.helidon.health.HealthCheckResponse;
import io.helidon.health.HealthCheckType;
import io.helidon.webserver.observe.health.HealthObserver;
import io.helidon.webserver.observe.health.HealthObserverConfig;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

/**
 * The three probes, each of which only reads what is known:
 *
 * <pre>{"status":"UP","checks":[{"name":"database","status":"UP","data":{"duration_ms":1.2,"message":"works",
 * "since":"2026-02-05T10:30:00Z","state":"healthy"}},…]}</pre>
 *
 * <p>{@code /health} fails only when the process itself cannot work: a failing dependency would have every
 * replica restarted at once. {@code /ready} fails for a hard dependency, before start-up is complete, and
 * while draining. {@code /startup} fails until start-up is complete.
 */
public final class Probes {
    public static final String HEALTH = "/health";
    public static final String READY = "/ready";
    public static final String STARTUP = "/startup";
    private static final int UP = 200;
    private static final int DOWN = 503;

    private final HealthMonitor monitor;
    private final Lifecycle lifecycle;

    public Probes(HealthMonitor monitor, Lifecycle lifecycle) {
        this.monitor = monitor;
        this.lifecycle = lifecycle;
    }

    public List<HealthObserver> observers() {
        HealthObserverConfig.Builder health = observer("health", HEALTH)
                .addCheck(new ComponentCheck("process", HealthCheckType.LIVENESS, monitor.process()::component, true));
        HealthObserverConfig.Builder ready = observer("ready", READY)
                .addCheck(new ComponentCheck("lifecycle", HealthCheckType.READINESS, () -> phase(isServing()), true));
        HealthObserverConfig.Builder startup = observer("startup", STARTUP)
                .addCheck(new ComponentCheck("startup", HealthCheckType.STARTUP, () -> phase(lifecycle.isStarted()),
                        true));
        for (Dependency dependency : monitor.dependencies()) {
            String name = dependency.config().name();
            health.addCheck(new ComponentCheck(name, HealthCheckType.LIVENESS, dependency::component, false));
            ready.addCheck(new ComponentCheck(name, HealthCheckType.READINESS, dependency::component, true));
        }
        return List.of(health.build(), ready.build(), startup.build());
    }

    /** The status of {@code /health}. */
    public int healthStatus() {
        return status(monitor.process().component().state().works());
    }

    /** The status of {@code /ready}. */
    public int readyStatus() {
        return status(isServing() && monitor.dependencies().stream()
                .noneMatch(dependency -> dependency.component().state() == ComponentState.UNHEALTHY));
    }

    /** The status of {@code /startup}. */
    public int startupStatus() {
        return status(lifecycle.isStarted());
    }

    private static int status(boolean up) {
        return up ? UP : DOWN;
    }

    private boolean isServing() {
        return lifecycle.isStarted() && !lifecycle.isDraining();
    }

    private Component phase(boolean works) {
        Lifecycle.Stage stage = lifecycle.stage();
        return new Component(works ? ComponentState.HEALTHY : ComponentState.UNHEALTHY, stage.phase().toString(),
                Duration.ZERO, stage.since());
    }

    private static HealthObserverConfig.Builder observer(String name, String endpoint) {
        return HealthObserver.builder().name(name).endpoint(endpoint).details(true).useSystemServices(false);
    }

    /**
     * Shows a component to Helidon.
     *
     * @param decides whether the probe fails with it
     */
    private record ComponentCheck(String name, HealthCheckType type, Supplier<Component> source, boolean decides)
            implements
                HealthCheck {
        @Override
        public HealthCheckResponse call() {
            Component component = source.get();
            return HealthCheckResponse.builder().status(!decides || component.state() != ComponentState.UNHEALTHY)
                    .detail("state", component.state().toString()).detail("message", component.message())
                    .detail("duration_ms", component.took().toNanos() / 1e6)
                    .detail("since", component.since().toString()).build();
        }
    }
}
