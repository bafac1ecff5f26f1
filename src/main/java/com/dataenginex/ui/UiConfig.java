package com.dataenginex.ui;

import com.dataenginex.config.HostName;
import com.dataenginex.config.Settings;
import java.net.URI;
import java.net.URISyntaxException;
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
 * @param links where the page's links lead, by the name of the program; those that are not configured are absent
 */
public record UiConfig(boolean enabled, String token, Set<String> hosts, Map<String, String> links) {
    private static final int SHORTEST = 16;
    private static final List<String> PROGRAMS = List.of("prometheus", "alertmanager", "jaeger", "grafana");

    public static UiConfig read(Settings settings) {
        Map<String, String> links = new LinkedHashMap<>();
        for (String program : PROGRAMS) {
            String url = settings.read("ui." + program + "-url", "", "http://… or https://…, without a query, or empty",
                    UiConfig::url);
            if (!url.isEmpty()) {
                links.put(program, url);
            }
        }
        return new UiConfig(settings.flag("ui.enabled"), settings.secret("ui.token", SHORTEST),
                settings.list("ui.hosts", "a host name or an address", text -> HostName.isValid(text) ? text : null)
                        .stream().map(host -> host.toLowerCase(Locale.ROOT)).collect(Collectors.toUnmodifiableSet()),
                links);
    }

    private static String url(String text) {
        try {
            URI url = new URI(text);
            boolean valid = url.getHost() != null && List.of("http", "https").contains(url.getScheme())
                    && url.getRawQuery() == null && url.getRawFragment() == null && url.getRawUserInfo() == null;
            return text.isEmpty() ? text : valid ? text.replaceAll("/+$", "") : null;
        } catch (URISyntaxException e) {
            return null;
        }
    }

    /** Without the token. */
    @Override
    public String toString() {
        return "UiConfig[" + (enabled ? "on" : "off") + ", hosts=" + hosts + ", links=" + links + "]";
    }
}
