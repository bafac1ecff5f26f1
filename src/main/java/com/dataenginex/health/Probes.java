package com.dataenginex.health;

import com.dataenginex.log.Log;
import io.helidon.health.HealthCheck;
import io.helidon.health.HealthCheckResponse;
import io.helidon.health.HealthCheckType;
import io.helidon.webserver.observe.health.HealthObserver;
import io.helidon.webserver.observe.health.HealthObserverConfig;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import java.util.function.Supplier;

/**
 * The three probes, each of which only reads what is known:
 *
 * <pre>{"status":"UP","checks":[{"name":"database","status":"UP","data":{"address":"tcp://db:5432",
 * "duration_ms":1.2,"last_check":"2026-02-05T10:31:00Z","message":"works","since":"2026-02-05T10:30:00Z",
 * "state":"healthy"}},…]}</pre>
 *
 * <p>{@code /health} fails only when the process itself cannot work: a failing dependency would have every
 * replica restarted at once. {@code /ready} fails for a hard dependency, before start-up is complete, and
 * while draining. {@code /startup} fails until start-up is complete.
 */
public final class Probes {
    private static final Log LOG = Log.of(Probes.class);
    public static final String HEALTH = "/health";
    public static final String READY = "/ready";
    public static final String STARTUP = "/startup";
    /** Names of the checks that are no dependency's. */
    static final List<String> OWN_CHECKS = List.of("lifecycle", "process", "startup");

    private final Lifecycle lifecycle;
    private final List<ComponentCheck> health = new ArrayList<>();
    private final List<ComponentCheck> ready = new ArrayList<>();
    private final List<ComponentCheck> startup = new ArrayList<>();

    public Probes(HealthMonitor monitor, Lifecycle lifecycle) {
        this.lifecycle = lifecycle;
        health.add(new ComponentCheck("process", HealthCheckType.LIVENESS, monitor.process()::component, true));
        ready.add(new ComponentCheck("lifecycle", HealthCheckType.READINESS,
                () -> phase(lifecycle.isStarted() && !lifecycle.isDraining()), true));
        startup.add(
                new ComponentCheck("startup", HealthCheckType.STARTUP, () -> phase(lifecycle.isStarted()), true));
        for (Dependency dependency : monitor.dependencies()) {
            health.add(ComponentCheck.of(dependency, HealthCheckType.LIVENESS, false));
            ready.add(ComponentCheck.of(dependency, HealthCheckType.READINESS, true));
        }
    }

    public List<HealthObserver> observers() {
        return List.of(observer("health", HEALTH, health), observer("ready", READY, ready),
                observer("startup", STARTUP, startup));
    }

    /** Why {@code /health} is answered with 503 now; null if it is not. */
    public String healthRefusal() {
        return refusal(HEALTH, health);
    }

    /** Why {@code /ready} is answered with 503 now; null if it is not. */
    public String readyRefusal() {
        return refusal(READY, ready);
    }

    /** Whether {@code /ready} would be answered with 200 now. */
    public boolean isReady() {
        return ready.stream().allMatch(check -> check.allows(check.source().get()));
    }

    /** What decides {@code /ready}, check by check. */
    public List<CheckView> checks() {
        return ready.stream().map(check -> {
            Component now = check.source().get();
            return new CheckView(check.name(), now.state().toString(), now.message(), now.since(), check.address(),
                    check.lastCheck().get());
        }).toList();
    }

    /** Why {@code /startup} is answered with 503 now; null if it is not. */
    public String startupRefusal() {
        return refusal(STARTUP, startup);
    }

    private static String refusal(String probe, List<ComponentCheck> checks) {
        StringJoiner reasons = new StringJoiner("; ");
        List<Component> seen = new ArrayList<>(checks.size());
        for (ComponentCheck check : checks) {
            Component component = check.source().get();
            seen.add(component);
            if (!check.allows(component)) {
                reasons.add(check.name() + ": " + component.message());
            }
        }
        boolean passes = reasons.length() == 0;
        LOG.debug("probe_answered", out -> {
            out.text("probe", probe).flag("passes", passes);
            for (int i = 0; i < seen.size(); i++) {
                out.text("check_" + checks.get(i).name(), seen.get(i).state() + ": " + seen.get(i).message());
            }
        });
        return passes ? null : reasons.toString();
    }

    private static HealthObserver observer(String name, String endpoint, List<ComponentCheck> checks) {
        HealthObserverConfig.Builder observer = HealthObserver.builder().name(name).endpoint(endpoint).details(true)
                .useSystemServices(false);
        checks.forEach(observer::addCheck);
        return observer.build();
    }

    private Component phase(boolean works) {
        Lifecycle.Stage stage = lifecycle.stage();
        return new Component(works ? ComponentState.HEALTHY : ComponentState.UNHEALTHY, stage.phase().toString(),
                Duration.ZERO, stage.since());
    }

    /**
     * Shows a component to Helidon.
     *
     * @param decides whether the probe fails with it
     * @param address where it is, or null
     * @param lastCheck when it was checked last; gives null for what is not checked
     */
    private record ComponentCheck(String name, HealthCheckType type, Supplier<Component> source, boolean decides,
            String address, Supplier<Instant> lastCheck)
            implements
                HealthCheck {
        ComponentCheck(String name, HealthCheckType type, Supplier<Component> source, boolean decides) {
            this(name, type, source, decides, null, () -> null);
        }

        static ComponentCheck of(Dependency dependency, HealthCheckType type, boolean decides) {
            return new ComponentCheck(dependency.config().name(), type, dependency::component, decides,
                    dependency.config().address(), dependency::lastCheck);
        }

        boolean allows(Component component) {
            return !decides || component.state() != ComponentState.UNHEALTHY;
        }

        @Override
        public HealthCheckResponse call() {
            Component component = source.get();
            HealthCheckResponse.Builder response = HealthCheckResponse.builder().status(allows(component));
            if (address != null) {
                response.detail("address", address);
            }
            Instant checked = lastCheck.get();
            if (checked != null) {
                response.detail("last_check", checked.toString());
            }
            return response.detail("state", component.state().toString()).detail("message", component.message())
                    .detail("duration_ms", component.took().toNanos() / 1e6)
                    .detail("since", component.since().toString()).build();
        }
    }
}
