package com.dataenginex.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.dataenginex.support.WrittenSettings;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EffectiveSettingTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            plain                     | plain
            http://host:4317          | http://host:4317
            ''                        | ""
            a b                       | "a b"
            say "x"                   | "say \\"x\\""
            back\\slash               | "back\\\\slash"
            *                         | "*"
            - a                       | "- a"
            https://user:pw@host/path | https://host/path
            user:pw@host:4317         | host:4317
            https://host/path?key=abc | https://host/path
            """)
    void writesAValueAsYamlHasItWithoutCredentials(String text, String written) {
        assertThat(EffectiveSetting.of("key", text, "file", false))
                .isEqualTo(new EffectiveSetting("key", written, "file"));
    }

    @Test
    void saysWhatThereIsRoomForAndWhatWasWanted() {
        EffectiveSetting setting = EffectiveSetting.of("key", "4096", "file", false);

        assertThat(setting.lowered(512)).isEqualTo(new EffectiveSetting("key", "512", "file, lowered from 4096"));
    }

    @Test
    void redactsASecretThatIsSet() {
        assertThat(EffectiveSetting.of("key", "abc", "file", true).value()).isEqualTo("\"[redacted]\"");
        assertThat(EffectiveSetting.of("key", "", "file", true).value()).isEqualTo("\"\"");
    }

    @Test
    void writesListsAndObjects() {
        assertThat(EffectiveSetting.list("key", List.of("a", "b c"), "file").value()).isEqualTo("[a, \"b c\"]");
        assertThat(EffectiveSetting
                .objects("key", List.of(Map.of("target", "redis://u:p@h:1", "name", "n"), Map.of("name", "m")), "file")
                .value()).isEqualTo("[{name: n, target: redis://h:1}, {name: m}]");
    }

    @Test
    void saysWhereEachValueCameFrom() {
        Settings settings = WrittenSettings.of(
                "server: {port: 1}\nhealth: {dependencies: [{name: a}]}\ntracing: {excluded-paths: [/a]}",
                Map.of("DEX_SERVER_MAX_STREAMS", "7", "HOST", "b", "DEX_SERVER_CORS_ORIGINS", "x,y"));
        settings.integer("server.port", "PORT", 0, 10);
        settings.integer("server.max-streams", 1, 10);
        settings.text("server.host", "HOST");
        settings.secret("external-data.coindesk.api-key", "DEX_COINDESK_API_KEY");
        settings.list("server.cors-origins", "any", text -> text);
        settings.list("tracing.excluded-paths", "any", text -> text);
        settings.objects("health.dependencies", Set.of("name"));

        assertThat(settings.effective()).extracting(one -> one.key() + ": " + one.value() + " # "
                + one.source().replaceAll(".*written.*", "the file")).containsExactly(
                        "external-data.coindesk.api-key: \"\" # application.yaml",
                        "health.dependencies: [{name: a}] # the file",
                        "server.cors-origins: [x, y] # environment variable DEX_SERVER_CORS_ORIGINS",
                        "server.host: b # environment variable HOST",
                        "server.max-streams: 7 # environment variable DEX_SERVER_MAX_STREAMS",
                        "server.port: 1 # the file", "tracing.excluded-paths: [/a] # the file");
    }
}
