package com.dataenginex.infra;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The shipped rules and routes with seconds in the place of minutes and hours, so that a test can see an alert come and
 * go. Nothing else is changed, but that the receivers are webhooks.
 */
public final class Shortened {
    private static final Pattern WINDOW = Pattern.compile("\\[(\\d+[mhd])]");
    private static final Map<String, String> WINDOWS = Map.ofEntries(Map.entry("1m", "3s"), Map.entry("5m", "15s"),
            Map.entry("10m", "20s"), Map.entry("30m", "20s"), Map.entry("1h", "30s"), Map.entry("2h", "35s"),
            Map.entry("6h", "40s"), Map.entry("1d", "45s"), Map.entry("3d", "50s"), Map.entry("30d", "55s"));
    private static final Pattern HOLD = Pattern.compile("(?m)^( *(?:keep_firing_)?for: )(.*)$");
    private static final Map<String, String> HOLDS = Map.of("0m", "0s", "1m", "1s", "2m", "2s", "3m", "3s", "4m", "4s",
            "5m", "5s", "10m", "6s", "15m", "7s", "1h", "8s", "3h", "9s");
    private static final ObjectMapper JSON = new ObjectMapper();

    private Shortened() {
    }

    /** The rules; they still have their order: a longer window, and a longer time that an alert waits, stay longer. */
    public static String rules() {
        Matcher window = WINDOW.matcher(Infra.text(Infra.RULES));
        return HOLD
                .matcher(window.replaceAll(found -> "[" + WINDOWS.get(found.group(1)) + "]"))
                .replaceAll(found -> found.group(1) + HOLDS.get(found.group(2)));
    }

    /** @param webhook URL to which the receiver's name is appended */
    public static String alertmanager(String webhook) {
        ObjectNode config = (ObjectNode) Infra.yaml(Infra.FOLDER.resolve("monitoring/alertmanager.yml"));
        config.remove("global");
        ((ObjectNode) config.path("route")).put("group_wait", "1s").put("group_interval", "2s");
        for (JsonNode receiver : config.path("receivers")) {
            ObjectNode edited = (ObjectNode) receiver;
            edited.remove("slack_configs");
            edited.remove("email_configs");
            edited.set("webhook_configs", JSON.createArrayNode().add(JSON.createObjectNode()
                    .put("url", webhook + edited.path("name").asText()).put("send_resolved", true)));
        }
        return config.toString();
    }
}
