package com.dataenginex;

import static org.assertj.core.api.Assertions.assertThat;

import com.dataenginex.support.TestApplication;
import com.dataenginex.support.Tool;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The README's first screen: its examples print what it says they print, and its commands are there. */
class ReadmeTest {
    private static final Path README = Path.of("README.md");
    /** What is different each time, by what stands for it. */
    private static final Map<Pattern, String> VOLATILE = new LinkedHashMap<>();

    static {
        VOLATILE.put(Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}"), "UUID");
        VOLATILE.put(Pattern.compile("\\b[0-9a-f]{32}\\b"), "TRACE");
        VOLATILE.put(Pattern.compile("\\b[0-9a-f]{16}\\b"), "SEED");
        VOLATILE.put(Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d+Z"), "TIME");
        VOLATILE.put(Pattern.compile("\\w{3}, \\d\\d \\w{3} \\d{4} \\d\\d:\\d\\d:\\d\\d GMT"), "DATE");
        VOLATILE.put(Pattern.compile("\"value\":\\d+\\.\\d+"), "VALUE");
        VOLATILE.put(Pattern.compile("http://(localhost|127\\.0\\.0\\.1):\\d+"), "HOST");
        VOLATILE.put(Pattern.compile("(?m)^\\d\\d:\\d\\d:\\d\\d\\.\\d{3} (\\d{3}) +\\d+\\.\\d ms"),
                "CLOCK $1 DURATION");
        VOLATILE.put(Pattern.compile("([rt])=[0-9a-f]{8}\\b"), "$1=ID");
    }

    @TempDir
    private Path folder;

    private record Example(String command, String output) {
    }

    /** A JDK, which the Java that runs the tests need not be: the stand-in is started from its source. */
    private static String jdk() {
        return Tool.run("", List.of("sh", "-c", ". .mvn/find-java; find_java; echo $JAVA_HOME")).strip();
    }

    @Test
    void itsExamplesPrintWhatItSays() throws IOException {
        String curl = Tool.require("curl").getFileName().toString();
        List<Example> examples = examples();
        assertThat(examples).hasSize(5).allSatisfy(one -> assertThat(one.command()).startsWith(curl + " "));
        Process rates = new ProcessBuilder(jdk() + "/bin/java",
                "infra/rates/Rates.java", "0").redirectErrorStream(true).start();
        try (BufferedReader out = rates.inputReader()) {
            String url = out.readLine().replaceAll(".* at ", "");
            String yaml = Files.readString(Path.of("infra/rates/offline.yaml")).replace("http://127.0.0.1:9901", url);
            try (TestApplication app = TestApplication.start(folder, yaml, Map.of("LOG_FORMAT", "console"))) {
                for (Example one : examples) {
                    String printed = Tool.run("", List.of("bash", "-c", "exec 2> /dev/null; " +
                            one.command().replace("localhost:8000", "127.0.0.1:" + app.port())));
                    assertThat(same(printed)).as(one.command()).isEqualTo(same(one.output()));
                }
                String lines = same(block("On the terminal of"));
                Awaitility.await().untilAsserted(() -> assertThat(same(app.lines.toString())).contains(lines));
            }
        } finally {
            Tool.end(rates);
        }
    }

    @Test
    void itsCommandsAreThere() throws IOException {
        for (String after : List.of("You need Maven", "To work on it:")) {
            assertThat(Path.of(block(after).strip())).isExecutable();
        }
        assertThat(Files.readString(README))
                .contains("java infra/rates/Rates.java\nDEX_CONFIG=infra/rates/offline.yaml infra/run\n");
    }

    /** The port does not change how long an answer is, as long as it is not in it. */
    private static String same(String text) {
        String same = text.replace("\r", "").strip();
        for (Map.Entry<Pattern, String> one : VOLATILE.entrySet()) {
            same = one.getKey().matcher(same).replaceAll(one.getValue());
        }
        return same;
    }

    /** The block behind the first line that begins so. */
    private static String block(String after) throws IOException {
        Matcher block = Pattern.compile("\n" + after + ".*?\n```\n(.*?)\n```\n", Pattern.DOTALL)
                .matcher(Files.readString(README));
        assertThat(block.find()).as(after).isTrue();
        return block.group(1);
    }

    private static List<Example> examples() throws IOException {
        List<Example> examples = new ArrayList<>();
        for (String one : block("In another terminal:").split("(?m)^\\$ ")) {
            if (!one.isBlank()) {
                String[] parts = one.split("\n", 2);
                examples.add(new Example(parts[0], parts[1]));
            }
        }
        return examples;
    }
}
