package com.dataenginex.ui;

import com.dataenginex.config.HostName;
import com.dataenginex.config.Settings;
import com.dataenginex.readers.HttpReader;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * @param enabled whether the page is served
 * @param token what a viewer shows; empty: one is made at the start
 * @param hosts names in small letters, besides those of the loopback, under which the page may be asked for
 * @param links where the page's links lead, by the name of the program, without credentials; those that are not configured are absent
 * @param asked whom the service asks about its alerts: prometheus and alertmanager, with credentials if they were given any
 */
public record UiConfig(boolean enabled, String token, Set<String> hosts, Map<String, String> links,
        Map<String, URI> asked) {
    private static final int SHORTEST = 16;
    private static final List<String> PROGRAMS = List.of("prometheus", "alertmanager", "jaeger", "grafana");
    private static final Set<String> ASKED = Set.of("prometheus", "alertmanager");

    public static UiConfig read(Settings settings) {
        Map<String, String> links = new LinkedHashMap<>();
        Map<String, URI> asked = new LinkedHashMap<>();
        for (String program : PROGRAMS) {
            boolean asks = ASKED.contains(program);
            URI url = settings.read("ui." + program + "-url", "", "http://… or https://…, "
                    + (asks ? "with user:password@ or token@ if it asks for them, " : "") + "without a query, or empty",
                    text -> url(text, asks));
            if (!url.toString().isEmpty()) {
                links.put(program, HttpReader.url(url));
                if (asks) {
                    asked.put(program, url);
                }
            }
        }
        return new UiConfig(settings.flag("ui.enabled"), settings.secret("ui.token", SHORTEST),
                settings.list("ui.hosts", "a host name or an address", text -> HostName.isValid(text) ? text : null)
                        .stream().map(host -> host.toLowerCase(Locale.ROOT)).collect(Collectors.toUnmodifiableSet()),
                links, asked);
    }

    private static URI url(String text, boolean credentials) {
        URI url = URI.create(text.replaceAll("/+$", ""));
        boolean valid = url.getHost() != null && List.of("http", "https").contains(url.getScheme())
                && url.getRawQuery() == null && url.getRawFragment() == null
                && (credentials ? HttpReader.hasUsableCredentials(url) : url.getRawUserInfo() == null);
        return text.isEmpty() || valid ? url : null;
    }

    /** Without the token and other credentials. */
    @Override
    public String toString() {
        return "UiConfig[" + (enabled ? "on" : "off") + ", hosts=" + hosts + ", links=" + links + "]";
    }
}
