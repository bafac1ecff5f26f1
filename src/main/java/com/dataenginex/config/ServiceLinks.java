package com.dataenginex.config;

import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The environment variables that Kubernetes gives every container for each service of its namespace. One called {@code admin} or
 * {@code dex-db} has {@code ADMIN_PORT} or {@code DEX_DB_PORT} set to an address, where a setting of that name holds a number.
 *
 * @see <a href="https://kubernetes.io/docs/concepts/services-networking/service/#environment-variables">Environment variables</a>
 */
final class ServiceLinks {
    private static final Pattern NAME = Pattern
            .compile("\\w+_SERVICE_(HOST|PORT(_\\w+)?)|\\w+_PORT_\\d+_(TCP|UDP|SCTP)(_(PROTO|PORT|ADDR))?");
    private static final String PORT = "_PORT";
    private static final Pattern ADDRESS = Pattern.compile("(tcp|udp|sctp)://.+");

    private ServiceLinks() {
    }

    static Map<String, String> without(Map<String, String> variables) {
        return variables.entrySet().stream().filter(v -> !isLink(v.getKey(), v.getValue(), variables))
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    /**
     * A port variable with an address is a service link only if the service's host variable is there too; otherwise it
     * is a mistake.
     */
    private static boolean isLink(String name, String value, Map<String, String> variables) {
        return NAME.matcher(name).matches() || name.endsWith(PORT) && ADDRESS.matcher(value).matches()
                && variables.containsKey(name.substring(0, name.length() - PORT.length()) + "_SERVICE_HOST");
    }
}
