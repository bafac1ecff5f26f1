package com.dataenginex;

import static org.assertj.core.api.Assertions.assertThat;

import com.dataenginex.command.Commands;
import com.dataenginex.command.ExitCode;
import com.dataenginex.debug.DebugConfig;
import com.dataenginex.debug.SignatureCheck;
import com.dataenginex.debug.SignedHeader;
import com.dataenginex.infra.Infra;
import com.dataenginex.support.Tool;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CommandLineTest {
    private static final String DEBUG_KEY = "the-key-of-the-debug-header-0123456789";
    private static final Map<String, String> SECRETS = Map.of("DEX_COINDESK_API_KEY", "key-of-coindesk",
            "OTLP_ENDPOINT", "https://collector:4317", "DEX_EXTERNAL_API_URL", "https://api.example.com/health",
            "OTEL_EXPORTER_OTLP_HEADERS", "authorization=secret-header", "PORT", "9000", "DEX_DEBUG_KEY", DEBUG_KEY);

    @TempDir
    private Path folder;

    /** What a run printed, and its exit code. */
    private record Run(int code, String out, String err) {
    }

    private static Run run(Map<String, String> variables, String... args) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int code = new Commands(new DataEngineXProgram(variables), new PrintWriter(out), new PrintWriter(err))
                .run(args);
        return new Run(code, out.toString(), err.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"--help", "-h", "help"})
    void theHelpHasEveryCommandVariableAndExitCodeWithin80Columns(String argument) {
        Run help = run(Map.of(), argument);

        assertThat(help.code()).isZero();
        assertThat(help.out()).contains("serve", "healthcheck", "config", "completion", "OTLP_ENDPOINT", "ENVIRONMENT",
                "DEX_CONFIG", "DEX_<KEY>", "DEX_SERVER_MAX_STREAMS", "NO_COLOR", "OTEL_*");
        assertThat(help.out().lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));
        for (ExitCode code : ExitCode.values()) {
            assertThat(help.out()).containsPattern("  " + code.number() + " +" + code.meaning());
        }
    }

    @Test
    void theExitCodesAreThoseOfTheDecision() throws IOException {
        try (Stream<String> lines = Files.lines(Path.of("docs/decisions/0003-exit-codes.md"))) {
            assertThat(lines.filter(line -> line.matches("\\| \\d+ .*"))).containsExactlyElementsOf(
                    Stream.of(ExitCode.values()).map(code -> "| " + code.number() + " | " + code.meaning() + " |")
                            .toList());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"--version", "-V"})
    void theVersionSaysVersionRevisionAndJava(String argument) {
        assertThat(run(Map.of(), argument).out())
                .matches("dataenginex \\d+\\.\\d+\\.\\d+ \\(revision \\w+\\), Java \\d+\\S* of .+\n");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            --helthcheck   | Unknown argument --helthcheck, did you mean --healthcheck? --help lists what there is
            --hlep         | Unknown argument --hlep, did you mean --help? --help lists what there is
            --hallo-world  | Unknown argument --hallo-world; --help lists what there is
            @file          | Unknown argument @file; --help lists what there is
            config @file   | Unknown argument @file; --help lists what there is
            sreve          | Unknown argument sreve, did you mean serve? --help lists what there is
            config --chekc | Unknown argument --chekc, did you mean --check? --help lists what there is
            8080           | Unknown argument 8080; --help lists what there is
            serve now      | Unknown argument now; --help lists what there is
            """)
    void anUnknownArgumentIsOneSentence(String arguments, String sentence) {
        Run wrong = run(Map.of(), arguments.split(" "));

        assertThat(wrong.code()).isEqualTo(64);
        assertThat(wrong.err()).isEqualTo(sentence + "\n");
        assertThat(wrong.out()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            --prometheus localhost:9090      | --prometheus = "localhost:9090" is not allowed; allowed: http://… or https://…, such as http://localhost:9090
            --loki http://u:hunter2@a?b=c    | --loki = "http://a" is not allowed; allowed: http://… or https://…
            --jaeger grpc://jaeger:16686     | --jaeger = "grpc://jaeger:16686" is not allowed; allowed: http://… or https://…
            --wait 2d                        | --wait = "2d" is not allowed; allowed: 0s to 1h, or an ISO-8601 duration such as PT1M
            -o xml                           | --output = "xml" is not allowed; allowed: text, short or json
            """)
    void aWrongOptionOfTheDoctorIsOneSentence(String arguments, String sentence) {
        Run wrong = run(Map.of(), ("doctor " + arguments).split(" "));

        assertThat(wrong).isEqualTo(new Run(64, "", sentence + "; --help lists what there is\n"));
    }

    @Test
    void aWrongSettingOfTheDoctorIsOneOfTheConfiguration() {
        Run wrong = run(Map.of("DEX_DOCTOR_LOKI", "loki:3100"), "doctor");

        assertThat(wrong.code()).isEqualTo(78);
        assertThat(wrong.err()).contains("doctor.loki", "http://… or https://…, or empty");
    }

    @Test
    void anEmptyArgumentIsRefused() {
        assertThat(run(Map.of(), "")).isEqualTo(new Run(64, "", "An argument is empty; --help lists what there is\n"));
    }

    @Test
    void anArgumentNamesNoFileToReadArgumentsFrom() throws IOException {
        Path file = Files.writeString(folder.resolve("arguments"), "--hunter2");

        assertThat(run(Map.of(), "@" + file).err()).startsWith("Unknown argument @" + file + ";");
        assertThat(run(Map.of(), "config", "@" + file).err()).startsWith("Unknown argument @" + file + ";");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            OTEL_SERVICE_NAME=shop                    | application.name      | shop
            OTEL_RESOURCE_ATTRIBUTES=a=b,service.name=shop,c=d | application.name | shop
            OTEL_EXPORTER_OTLP_ENDPOINT=http://u:hunter2@c:4317 | tracing.otlp-endpoint | http://c:4317
            OTEL_EXPORTER_OTLP_TRACES_ENDPOINT=http://t:4317 | tracing.otlp-endpoint | http://t:4317
            OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf | tracing.otlp-protocol | http/protobuf
            OTEL_TRACES_SAMPLER=always_off            | tracing.sample-ratio  | always_off
            OTEL_TRACES_SAMPLER_ARG=0.25              | tracing.sample-ratio  | 0.25
            OTEL_BSP_MAX_QUEUE_SIZE=1024              | tracing.queue-size    | 1024
            """)
    void configSaysWhichVariableOfOpenTelemetryWins(String variable, String key, String value) {
        String name = variable.substring(0, variable.indexOf('='));
        Run config = run(Map.of(name, variable.substring(name.length() + 1)), "config");

        assertThat(config.out()).containsPattern("(?m)^" + key + ": .*  # application\\S*yaml; overridden in traces by "
                + "environment variable " + name + ", " + value + "$").doesNotContain("hunter2");
    }

    @Test
    void theSamplersArgumentCountsOnlyForARatio() {
        assertThat(run(Map.of("OTEL_TRACES_SAMPLER", "always_on", "OTEL_TRACES_SAMPLER_ARG", "0.1"), "config").out())
                .contains("OTEL_TRACES_SAMPLER, always_on\n").doesNotContain("SAMPLER_ARG, 0.1");
        assertThat(run(Map.of("OTEL_TRACES_SAMPLER", "traceidratio"), "config").out()).doesNotContain("overridden");
    }

    @Test
    void configSaysEachValueAndItsSourceButNoSecret() {
        Run config = run(SECRETS, "config");

        assertThat(config.code()).isZero();
        assertThat(config.out()).contains("server.port: 9000  # environment variable PORT\n",
                "logging.format: console  # application-dev.yaml\n", "server.host: 0.0.0.0  # application.yaml\n",
                "debug.key: \"[redacted]\"  # environment variable DEX_DEBUG_KEY\n", "debug.previous-key: \"\"  #",
                "external-data.coindesk.api-key: \"[redacted]\"  # environment variable DEX_COINDESK_API_KEY\n",
                "# OpenTelemetry also reads OTEL_EXPORTER_OTLP_HEADERS\n", "# environment dev, the default\n")
                .doesNotContain("key-of-coindesk", "secret-header", DEBUG_KEY);
    }

    @Test
    void whatConfigPrintsIsAConfigurationFile() throws IOException {
        Run config = run(Map.of("PORT", "9000", "DEX_SERVER_CORS_ORIGINS", "https://a.example,*"), "config");
        Path file = Files.writeString(folder.resolve("all.yaml"), config.out());

        Run again = run(Map.of("DEX_CONFIG", file.toString()), "config");

        assertThat(again.out().replaceAll("(?m) +#.*$", "")).isEqualTo(config.out().replaceAll("(?m) +#.*$", ""));
    }

    @Test
    void configHasEveryKeyOfTheFile() {
        List<String> keys = new DataEngineXProgram(Map.of()).settings(Map.of()).known().stream()
                .map(setting -> setting.key()).toList();

        assertThat(run(Map.of(), "config").out().lines().map(line -> line.replaceAll(": .*", "")))
                .containsAll(keys).contains("health.dependencies");
    }

    @Test
    void checkingTheConfigurationStartsNothing() {
        assertThat(run(Map.of("ENVIRONMENT", "prod"), "config", "--check").out())
                .matches("The configuration is valid: environment prod, \\d+ settings\n");
    }

    /** The last one is refused by the SDK, when it is assembled. */
    @ParameterizedTest
    @CsvSource({"PORT,70000", "DEX_SERVER_PROT,1", "ENVIRONMENT,production", "OTEL_TRACES_SAMPLER,sometimes"})
    void checkingAWrongConfigurationNamesWhatIsWrong(String variable, String value) {
        for (String[] arguments : List.of(new String[]{"config"}, new String[]{"config", "--check"})) {
            Run check = run(Map.of(variable, value), arguments);

            assertThat(check.code()).isEqualTo(78);
            assertThat(check.err()).startsWith("The configuration has a mistake:\n  - ").contains(variable)
                    .doesNotContain("\tat ");
            assertThat(check.out()).isEmpty();
        }
    }

    @Test
    void mintsADebugHeader() {
        Map<String, String> variables = Map.of("DEX_DEBUG_KEY", DEBUG_KEY);
        SignedHeader header = new DebugConfig(DEBUG_KEY, "").header(Clock.systemUTC());

        Run minted = run(variables, "debug-header", "--path", "/api/external-data", "--ttl", "10m");
        Run posted = run(variables, "debug-header", "--path", "/", "--method", "post");

        assertThat(minted.code()).isZero();
        assertThat(minted.out()).startsWith("X-Debug: v1;exp=").endsWith("\n").doesNotContain(DEBUG_KEY);
        assertThat(header.check("GET", "/api/external-data", value(minted))).isEqualTo(SignatureCheck.ACCEPTED);
        assertThat(header.check("POST", "/", value(posted))).isEqualTo(SignatureCheck.ACCEPTED);
    }

    private static String value(Run minted) {
        return minted.out().strip().substring("X-Debug: ".length());
    }

    @ParameterizedTest
    @CsvSource({"/a?b=c,10m,--path", "a,10m,--path", "/a,16m,--ttl", "/a,0s,--ttl", "/a,soon,--ttl", "/a,1h,--ttl"})
    void mintsNoDebugHeaderThatNobodyWouldTake(String path, String ttl, String named) {
        Run wrong = run(Map.of("DEX_DEBUG_KEY", DEBUG_KEY), "debug-header", "--path", path, "--ttl", ttl);

        assertThat(wrong.code()).isEqualTo(64);
        assertThat(wrong.err()).startsWith(named + " = ").contains("is not allowed; allowed: ");
        assertThat(wrong.out()).isEmpty();
    }

    @Test
    void mintsNoDebugHeaderWithoutAKey() {
        assertThat(run(Map.of(), "debug-header", "--path", "/")).isEqualTo(new Run(78, "",
                "debug.key is not set: give this command the same key as the service\n"));
        Run previousAlone = run(Map.of("DEX_DEBUG_PREVIOUS_KEY", DEBUG_KEY), "config", "--check");
        assertThat(previousAlone.code()).isEqualTo(78);
        assertThat(previousAlone.err()).contains("debug.previous-key without debug.key is not allowed")
                .doesNotContain(DEBUG_KEY);
        Run shorter = run(Map.of("DEX_DEBUG_KEY", "too-short"), "debug-header", "--path", "/");
        assertThat(shorter.code()).isEqualTo(78);
        assertThat(shorter.err()).contains("debug.key = (its value is secret)").doesNotContain("too-short");
    }

    @Test
    void healthcheckIsACommandToo() {
        assertThat(run(Map.of("PORT", "1", "HOST", "127.0.0.1"), "healthcheck"))
                .isEqualTo(new Run(1, "", "Port 1 of 127.0.0.1 does not answer: Connection refused\n"));
    }

    @Test
    void completesCommandsAndOptionsInBash() throws IOException {
        Path bash = Tool.require("bash");
        Path script = Files.writeString(folder.resolve("completion"), run(Map.of(), "completion").out());

        String completed = Tool.run("", List.of(bash.toString(), "--norc", "-c", ". " + script + """
                ; COMP_WORDS=(dataenginex conf); COMP_CWORD=1; _complete_dataenginex; echo "${COMPREPLY[*]}"
                COMP_WORDS=(dataenginex config --); COMP_CWORD=2; _complete_dataenginex; echo "${COMPREPLY[*]}"
                """));

        assertThat(completed).isEqualTo("config\n--check --help\n");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            drill                                                            | 64 | Missing required
            drill rain --prometheus http://p --alertmanager http://a         | 64 | DRILL = "rain" is not allowed; allowed: latency, errors, saturation, dependency or all
            drill all --prometheus p --alertmanager http://a                 | 64 | --prometheus = "p" is not allowed; allowed: http://host:port or https://host:port
            drill all --prometheus http://p --alertmanager http://a,b        | 64 | --alertmanager = "b" is not allowed
            drill all --prometheus http://p --alertmanager http://a --max x  | 64 | --max = "x" is not allowed
            drill all --prometheus http://p --alertmanager http://a -o pdf   | 64 | --output = "pdf" is not allowed; allowed: text, json or markdown
            drill all --prometheus http://p --alertmanager http://a          | 78 | drill.key is not set: give this command the same key as the service
            """)
    void aDrillNeedsItsArgumentsAndAKey(String arguments, int code, String sentence) {
        Run wrong = run(Map.of(), arguments.strip().split(" "));

        assertThat(wrong.code()).isEqualTo(code);
        assertThat(wrong.err()).startsWith(sentence);
        assertThat(wrong.out()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"drill all --prometheus //bob:pw-1@prom --alertmanager http://a",
        "drill all --prometheus http://bob:pw-1@prom:x --alertmanager http://a",
        "drill all --prometheus bob:pw-1@prom --alertmanager http://a",
        "drill http://bob:pw-1@prom --prometheus http://p --alertmanager http://a",
        "drill all --prometheus http://p --alertmanager http://a --hard=http://bob:pw-1@prom",
        "drill all --prometheus http://p --alertmanager http://a http://bob:pw-1@prom",
        "doctor --prometheuss=http://bob:pw-1@prom", "http://bob:pw-1@prom"})
    void noPasswordIsRepeated(String arguments) {
        Run wrong = run(Map.of(), arguments.split(" "));

        assertThat(wrong.code()).isEqualTo(64);
        assertThat(wrong.err()).isNotEmpty().doesNotContain("pw-1");
    }

    @Test
    void aDrillIsRefusedWhereNobodyAnswers() {
        Run refused = run(Map.of("DEX_DRILL_KEY", DEBUG_KEY), "drill", "all", "--prometheus", "http://127.0.0.1:1",
                "--alertmanager", "http://127.0.0.1:1");

        assertThat(refused.code()).isEqualTo(1);
        assertThat(refused.out()).startsWith("refused: Prometheus at http://127.0.0.1:1");
    }

    /** The arguments are taken; a Prometheus of that name is not here. */
    @Test
    void theDrillsThatAreShippedAreWellFormed() {
        Map<String, JsonNode> shipped = Map.of("http://prometheus:9090",
                Infra.yaml(Path.of("infra/docker-compose.yml")).at("/services/drill/command"),
                "http://prometheus-operated.monitoring:9090", Infra.yaml(Path.of("k8s/drill/cronjob.yaml"))
                        .at("/spec/jobTemplate/spec/template/spec/containers/0/args"));
        shipped.forEach((prometheus, arguments) -> {
            List<String> all = new ArrayList<>();
            arguments.forEach(argument -> all.add(argument.asText().replace("${DRILL:-errors}", "errors")));

            Run refused = run(Map.of("DEX_DRILL_KEY", DEBUG_KEY), all.toArray(String[]::new));

            assertThat(all).contains("--prometheus=" + prometheus);
            assertThat(refused.out() + refused.err()).contains("refused: Prometheus at " + prometheus);
        });
    }
}
