package com.dataenginex.health;

import com.dataenginex.config.HostName;
import com.dataenginex.config.Redaction;
import com.dataenginex.config.Settings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;

/**
 * @param interval time between two checks of a dependency, varied by up to a tenth
 * @param timeout of one check
 * @param failuresToGoDown checks in a row that must fail before a healthy dependency counts as unhealthy
 * @param successesToComeUp checks in a row that must succeed before an unhealthy one counts as healthy
 * @param staleAfter age at which a result no longer counts
 * @param dependencies what is checked, the ones that are not configured included
 * @param remarks sentences for the operator about what is allowed, and perhaps not meant
 */
public record HealthConfig(Duration interval, Duration timeout, int failuresToGoDown, int successesToComeUp,
        Duration staleAfter,
        List<DependencyConfig> dependencies, List<String> remarks) {

    public HealthConfig {
        dependencies = List.copyOf(dependencies);
        remarks = List.copyOf(remarks);
    }

    /** @param fixed the dependencies that have keys of their own */
    public static HealthConfig read(Settings settings, List<FixedDependency> fixed) {
        List<DependencyConfig> dependencies = new ArrayList<>();
        List<String> remarks = new ArrayList<>();
        for (FixedDependency one : fixed) {
            dependencies.add(new DependencyConfig(one.name(),
                    one.kind() == FixedDependency.Kind.WEB ? web(settings, one) : socket(settings, one, remarks),
                    settings.flag(one.key() + ".hard")));
        }
        dependencies.addAll(further(settings, dependencies));
        HealthConfig config = new HealthConfig(
                settings.duration("health.interval", Duration.ofMillis(10), Duration.ofMinutes(10)),
                settings.duration("health.timeout", Duration.ofMillis(10), Duration.ofMinutes(1)),
                settings.integer("health.failures-to-go-down", 1, 100),
                settings.integer("health.successes-to-come-up", 1, 100),
                settings.duration("health.stale-after", Duration.ofMillis(100), Duration.ofHours(1)), dependencies,
                remarks);
        if (config.staleAfter()
                .compareTo(config.interval().multipliedBy(11).dividedBy(10).plus(config.timeout())) <= 0) {
            settings.mistake("health.stale-after = " + config.staleAfter()
                    + " is not allowed; allowed: longer than 1.1 times "
                    + "health.interval and health.timeout together, or a result would be stale before the next one is there");
        }
        return config;
    }

    /** The host decides: emptying it alone switches the check off, a host without a port is a mistake. */
    private static DependencyTarget socket(Settings settings, FixedDependency one, List<String> remarks) {
        String key = one.key();
        String prefix = one.variable();
        String host = settings.read(key + ".host", prefix + "_HOST", "a host name or an address, or empty",
                text -> text.isEmpty() || HostName.isValid(text) ? text : null);
        OptionalInt port = settings.optionalInteger(key + ".port", prefix + "_PORT", 1, 65_535);
        boolean redis = one.kind() == FixedDependency.Kind.CACHE && settings.read(key + ".protocol", "tcp or redis",
                text -> text.equals("tcp") || text.equals("redis") ? text : null).equals("redis");
        if (host.isEmpty() && port.isPresent()) {
            remarks.add(key + " is not checked: its port is set and its host is empty (" + prefix + "_HOST)");
        } else if (port.isEmpty() && !host.isEmpty()) {
            settings.mistake(key + " is half configured: " + prefix
                    + "_PORT is missing; allowed: host and port, or no host");
        }
        return host.isEmpty() || port.isEmpty() ? null : new DependencyTarget.Socket(host, port.getAsInt(), redis);
    }

    private static DependencyTarget web(Settings settings, FixedDependency one) {
        String url = settings.read(one.key() + ".url", one.variable(), "http://… or https://…, or empty",
                text -> text.isEmpty() || DependencyTarget.web(text) != null ? text : null);
        return url.isEmpty() ? null : DependencyTarget.web(url);
    }

    private static List<DependencyConfig> further(Settings settings, List<DependencyConfig> known) {
        String key = "health.dependencies";
        List<DependencyConfig> further = new ArrayList<>();
        Set<String> names = new HashSet<>(known.stream().map(DependencyConfig::name).toList());
        names.addAll(Probes.OWN_CHECKS);
        for (Map<String, String> entry : settings.objects(key, Set.of("name", "target", "hard"))) {
            String name = entry.getOrDefault("name", "");
            String text = entry.getOrDefault("target", "");
            DependencyTarget target = DependencyTarget.of(text);
            boolean hard = settings.field(key, entry, "hard", false, "true or false", Settings::flagOf);
            if (!name.matches("[a-z][a-z0-9_]*") || !names.add(name)) {
                settings.mistake(
                        key + ": name \"" + name + "\" is not allowed; allowed: snake case, each once, none of "
                                + Probes.OWN_CHECKS);
            } else if (target == null) {
                settings.mistake(key + ": target \"" + Redaction.credentials(text) + "\" of " + name
                        + " is not allowed; allowed: " + DependencyTarget.ALLOWED);
            } else {
                further.add(new DependencyConfig(name, target, hard));
            }
        }
        return further;
    }
}
