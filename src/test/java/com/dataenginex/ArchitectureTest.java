package com.dataenginex;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Dependencies point one way; docs/architecture.md draws it. */
class ArchitectureTest {
    private static final Path SOURCES = Path.of("src/main/java/com/dataenginex");
    private static final Pattern IMPORT = Pattern.compile("^import (?:static )?com\\.dataenginex\\.([a-z]+)\\.",
            Pattern.MULTILINE);
    private static final Map<String, Set<String>> MAY_IMPORT = Map.ofEntries(
            Map.entry("config", Set.of()), Map.entry("log", Set.of()), Map.entry("json", Set.of()),
            Map.entry("http", Set.of("config", "json", "helidon")),
            Map.entry("limits", Set.of("config", "http", "json")),
            Map.entry("helidon", Set.of("config", "http", "log")),
            Map.entry("logging", Set.of("config", "http", "json", "log")),
            Map.entry("metrics", Set.of("config", "http", "helidon", "limits")),
            Map.entry("tracing", Set.of("config", "http", "json")),
            Map.entry("health", Set.of("config", "http", "log", "metrics", "tracing")),
            Map.entry("service",
                    Set.of("config", "health", "helidon", "http", "limits", "log", "logging", "metrics", "tracing")),
            Map.entry("external", Set.of("config", "helidon", "http", "json", "log", "metrics", "tracing")),
            Map.entry("insights", Set.of("config", "http", "json", "limits", "metrics")));

    @Test
    void packagesImportOnlyWhatIsBelowThem() throws IOException {
        for (Path file : javaFiles()) {
            String owner = owner(file);
            if (owner.isEmpty()) {
                continue;
            }
            assertThat(MAY_IMPORT).as("the allowed imports of " + owner).containsKey(owner);
            Matcher imports = IMPORT.matcher(Files.readString(file));
            while (imports.find()) {
                if (!imports.group(1).equals(owner)) {
                    assertThat(MAY_IMPORT.get(owner)).as("imports of %s", file).contains(imports.group(1));
                }
            }
        }
    }

    @Test
    void nobodyImportsTheRootPackage() throws IOException {
        for (Path file : javaFiles()) {
            assertThat(Files.readString(file)).as("%s", file).doesNotContainPattern("import com\\.dataenginex\\.[A-Z]");
        }
    }

    @Test
    void everyPackageSaysWhatItIsFor() throws IOException {
        try (Stream<Path> folders = Files.walk(SOURCES).filter(Files::isDirectory)) {
            assertThat(folders).allSatisfy(folder -> assertThat(folder.resolve("package-info.java")).exists());
        }
    }

    private static List<Path> javaFiles() throws IOException {
        try (Stream<Path> files = Files.walk(SOURCES)) {
            return files.filter(file -> file.toString().endsWith(".java")).toList();
        }
    }

    private static String owner(Path file) {
        Path folder = SOURCES.relativize(file).getParent();
        return folder == null ? "" : folder.getName(0).toString();
    }
}
