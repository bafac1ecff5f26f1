package com.dataenginex.health;

import com.dataenginex.config.Redaction;
import com.dataenginex.config.Settings;
import java.net.URI;
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
 */
public record HealthConfig(Duration interval, Duration timeout, int failuresToGoDown, int successesToComeUp,
        Duration staleAfter,
        List<DependencyConfig> dependencies) {

    public HealthConfig {
        dependencies = List.copyOf(dependencies);
    }

    public static HealthConfig read(Settings settings) {
        List<DependencyConfig> dependencies = new ArrayList<>();
        dependencies.add(socket(settings, "database", "DEX_DB", "tcp"));
        String protocol = settings.read("health.cache.protocol", "", "tcp or redis",
                text -> text.equals("tcp") || text.equals("redis") ? text : null);
        dependencies.add(socket(settings, "cache", "DEX_CACHE", protocol));
        dependencies.add(externalApi(settings));
        dependencies.addAll(further(settings, dependencies));
        return new HealthConfig(
                settings.duration("health.interval", "", Duration.ofMillis(10), Duration.ofMinutes(10)),
                settings.duration("health.timeout", "", Duration.ofMillis(10), Duration.ofMinutes(1)),
                settings.integer("health.failures-to-go-down", "", 1, 100),
                settings.integer("health.successes-to-come-up", "", 1, 100),
                settings.duration("health.stale-after", "", Duration.ofMillis(100), Duration.ofHours(1)), dependencies);
    }

    private static DependencyConfig socket(Settings settings, String name, String prefix, String scheme) {
        String key = "health." + name;
        String host = settings.read(key + ".host", prefix + "_HOST", "a host name, or empty",
                text -> text.matches("[^\\s/@]*") ? text : null);
        OptionalInt port = settings.optionalInteger(key + ".port", prefix + "_PORT", 1, 65_535);
        boolean hard = settings.flag(key + ".hard", "");
        if (host.isEmpty() != port.isEmpty()) {
            settings.problem(key + " is half configured: " + (host.isEmpty() ? prefix + "_HOST" : prefix + "_PORT")
                    + " is missing; allowed: host and port, or neither");
        }
        boolean configured = !host.isEmpty() && port.isPresent();
        return new DependencyConfig(name, configured ? URI.create(scheme + "://" + host + ":" + port.getAsInt()) : null,
                hard);
    }

    private static DependencyConfig externalApi(Settings settings) {
        String url = settings.read("health.external-api.url", "DEX_EXTERNAL_API_URL", "http://… or https://…, or empty",
                text -> text.isEmpty() || text.startsWith("http") && DependencyConfig.target(text) != null
                        ? text
                        : null);
        return new DependencyConfig("external_api", url.isEmpty() ? null : URI.create(url),
                settings.flag("health.external-api.hard", ""));
    }

    private static List<DependencyConfig> further(Settings settings, List<DependencyConfig> known) {
        List<DependencyConfig> further = new ArrayList<>();
        Set<String> names = new HashSet<>(known.stream().map(DependencyConfig::name).toList());
        for (Map<String, String> entry : settings.objects("health.dependencies", Set.of("name", "target", "hard"))) {
            String name = entry.getOrDefault("name", "");
            String text = entry.getOrDefault("target", "");
            URI target = parsed(text);
            if (!name.matches("[a-z][a-z0-9_]*") || !names.add(name)) {
                settings.problem(
                        "health.dependencies: name \"" + name + "\" is not allowed; allowed: snake case, each once");
            } else if (target == null) {
                settings.problem("health.dependencies: target \"" + Redaction.credentials(text) + "\" of " + name
                        + " is not allowed; allowed: " + DependencyConfig.ALLOWED_TARGET);
            } else {
                further.add(
                        new DependencyConfig(name, target, Boolean.parseBoolean(entry.getOrDefault("hard", "false"))));
            }
        }
        return further;
    }

    private static URI parsed(String text) {
        try {
            return DependencyConfig.target(text);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
