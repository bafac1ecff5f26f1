package com.dataenginex.example;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What CONTRIBUTING shows is compiled and run here: each of its blocks is a part of a file of the example. */
class WalkThroughTest {
    private static final Path DOCUMENT = Path.of("docs/CONTRIBUTING.md");
    private static final Pattern BLOCK = Pattern.compile("(?ms)^```(java|yaml)\n(.*?)^```$");

    @Test
    void everyBlockIsAPartOfTheExample() throws IOException {
        List<String> code = files("src/test/java/com/dataenginex/example");
        List<String> yaml = files("src/test/resources/example");
        List<MatchResult> blocks = BLOCK.matcher(Files.readString(DOCUMENT)).results().toList();

        assertThat(blocks).hasSize(10).allSatisfy(block -> {
            List<String> sources = block.group(1).equals("java") ? code : yaml;
            assertThat(sources).as(block.group(2)).anyMatch(source -> source.contains(flat(block.group(2))));
        });
    }

    /** Whoever forgets one of them is told by a test; whoever reads the list is not surprised. */
    @Test
    void theListOfPlacesIsWhole() throws IOException {
        String places = Files.readString(DOCUMENT).split("### 7. In the product")[1];

        assertThat(places).contains("AppConfig.java", "DataEngineX.java", "package-info.java", "`MAY_IMPORT`",
                "docs/architecture.md", "openapi.yaml", "`ASKED`", "README.md", "docs/OBSERVABILITY.md",
                "mvn formatter:format", "public");
        for (String test : List.of("AppConfigTest", "OpenApiTest", "ArchitectureTest", "infra/InfraContractTest")) {
            assertThat(Path.of("src/test/java/com/dataenginex", test + ".java")).exists();
        }
        assertThat(Files.readString(Path.of("src/test/java/com/dataenginex/ArchitectureTest.java")))
                .contains(" MAY_IMPORT = ");
        assertThat(Files.readString(Path.of("src/test/java/com/dataenginex/OpenApiTest.java"))).contains(" ASKED = ");
    }

    private static List<String> files(String folder) throws IOException {
        try (Stream<Path> files = Files.list(Path.of(folder))) {
            return files.map(WalkThroughTest::text).map(WalkThroughTest::flat).toList();
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** Without indentation. */
    private static String flat(String text) {
        return text.lines().map(String::strip).collect(Collectors.joining("\n", "", "\n"));
    }
}
