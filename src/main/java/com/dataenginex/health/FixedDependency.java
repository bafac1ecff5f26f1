package com.dataenginex.health;

/**
 * A dependency that a product always has a place for, with keys under {@code health.} and variables of its own.
 *
 * @param name as it appears in probes and metrics, in snake case
 * @param kind what its keys are
 * @param variable of the URL, or what the variables of host and port begin with
 */
public record FixedDependency(String name, Kind kind, String variable) {

    /** What a dependency's keys are. */
    enum Kind {
        SOCKET,
        CACHE,
        WEB
    }

    /** A host and a port: {@code DEX_DB} gives it the variables {@code DEX_DB_HOST} and {@code DEX_DB_PORT}. */
    public static FixedDependency socket(String name, String variablePrefix) {
        return new FixedDependency(name, Kind.SOCKET, variablePrefix);
    }

    /** As {@link #socket}, with a protocol to choose: plain TCP or Redis. */
    public static FixedDependency cache(String name, String variablePrefix) {
        return new FixedDependency(name, Kind.CACHE, variablePrefix);
    }

    /** A URL. */
    public static FixedDependency web(String name, String variable) {
        return new FixedDependency(name, Kind.WEB, variable);
    }

    /** What its keys begin with, such as {@code health.external-api}. */
    String key() {
        return "health." + name.replace('_', '-');
    }
}
