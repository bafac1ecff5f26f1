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
    private static final Map<String, String> WINDOWS = Map.of("5m", "15s", "10m", "20s", "30m", "20s", "1h", "30s",
            "2h", "35s", "6h", "40s", "1d", "45s", "3d", "50s");
    private static final ObjectMapper JSON = new ObjectMapper();

    private Shortened() {
    }

    /** The rules; they still have their order: a longer window stays longer. */
    public static String rules() {
        Matcher window = WINDOW.matcher(Infra.text(Infra.RULES));
        return window.replaceAll(found -> "[" + WINDOWS.get(found.group(1)) + "]").replaceAll("(?m)^( *for:) .*$",
                "$1 2s");
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
