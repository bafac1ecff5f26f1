package com.dataenginex;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Dependencies point one way; docs/architecture.md draws it. */
class ArchitectureTest {
    private static final Path SOURCES = Path.of("src/main/java/com/dataenginex");
    private static final Pattern IMPORT = Pattern.compile("(?<![\\w\"])com\\.dataenginex\\.([a-z]+)\\.(?=[A-Z])");
    private static final Map<String, Set<String>> MAY_IMPORT = Map.ofEntries(
            Map.entry("config", Set.of()), Map.entry("log", Set.of()), Map.entry("json", Set.of()),
            Map.entry("http", Set.of("config", "json", "log")),
            Map.entry("debug", Set.of("config", "http", "log")),
            Map.entry("drill", Set.of("config", "debug", "health", "http", "log")),
            Map.entry("admin", Set.of("config", "http", "json", "log", "logging")),
            Map.entry("limits", Set.of("http", "json", "log")),
            Map.entry("helidon", Set.of("http", "log")),
            Map.entry("logging", Set.of("config", "http", "json", "log")),
            Map.entry("metrics", Set.of("config", "helidon", "http", "log")),
            Map.entry("otlp", Set.of("config", "log")),
            Map.entry("tracing", Set.of("config", "http", "json", "log", "otlp")),
            Map.entry("otlplogs", Set.of("config", "log", "logging", "otlp")),
            Map.entry("recorder", Set.of("config", "http", "log", "logging", "tracing")),
            Map.entry("health", Set.of("config", "http", "log", "metrics")),
            Map.entry("ui",
                    Set.of("config", "health", "http", "json", "limits", "log", "logging", "metrics", "readers",
                            "recorder")),
            Map.entry("service",
                    Set.of("admin", "config", "debug", "drill", "health", "helidon", "http", "limits", "log", "logging",
                            "metrics", "otlplogs",
                            "recorder", "tracing", "ui")),
            Map.entry("readers", Set.of()),
            Map.entry("doctor", Set.of("config", "json", "readers")),
            Map.entry("exercise", Set.of("debug", "drill", "json", "readers")),
            Map.entry("command",
                    Set.of("config", "debug", "doctor", "drill", "exercise", "http", "service")),
            Map.entry("external", Set.of("config", "helidon", "http", "json", "log", "metrics", "tracing")),
            Map.entry("objectives", Set.of("config", "http", "json", "metrics")),
            Map.entry("insights", Set.of("config", "http", "json", "limits", "log")));

    @Test
    void packagesImportOnlyWhatIsBelowThem() throws IOException {
        for (Path file : javaFiles()) {
            String owner = owner(file);
            if (owner.isEmpty()) {
                continue;
            }
            assertThat(MAY_IMPORT).as("ArchitectureTest.MAY_IMPORT needs an entry for the package " + owner)
                    .containsKey(owner);
            Matcher imports = IMPORT.matcher(Files.readString(file));
            while (imports.find()) {
                if (!imports.group(1).equals(owner)) {
                    assertThat(MAY_IMPORT.get(owner))
                            .as("%s imports %s: forbid it there, or allow it in ArchitectureTest.MAY_IMPORT", file,
                                    imports.group(1))
                            .contains(imports.group(1));
                }
            }
        }
    }

    /** As the allowed imports stand, not only as they are used. */
    @Test
    void theAllowedImportsHaveNoCircle() {
        Map<String, Set<String>> left = new HashMap<>(MAY_IMPORT);
        while (!left.isEmpty()) {
            Set<String> lowest = left.entrySet().stream()
                    .filter(entry -> entry.getValue().stream().noneMatch(left::containsKey)).map(Map.Entry::getKey)
                    .collect(Collectors.toSet());
            assertThat(lowest).as("packages of ArchitectureTest.MAY_IMPORT that import each other: %s", left.keySet())
                    .isNotEmpty();
            left.keySet().removeAll(lowest);
        }
    }

    /** What any service needs knows neither the demonstrations nor the product. */
    @Test
    void theFoundationKnowsNoProduct() throws IOException {
        Set<String> foundation = new HashSet<>(MAY_IMPORT.keySet());
        foundation.removeAll(Set.of("external", "insights"));
        for (Path file : javaFiles()) {
            if (!foundation.contains(owner(file))) {
                continue;
            }
            assertThat(MAY_IMPORT.get(owner(file))).doesNotContain("external", "insights");
            String code = Files.readString(file).replaceAll("(?s)/\\*.*?\\*/", "").replaceAll("com\\.dataenginex", "");
            assertThat(code).as("%s names the product; let the product give the name", file)
                    .doesNotContainIgnoringCase("dataenginex").doesNotContain("DEX_", "bitcoin");
            if (!owner(file).equals("ui")) {
                // Which reads it itself; elsewhere it is an endpoint's own.
                assertThat(code).as("%s", file).doesNotContain("Last-Event-ID");
            }
        }
    }

    /** Two classes of one name side by side are told apart by their imports alone. */
    @Test
    void noTwoClassesHaveOneName() throws IOException {
        Map<String, List<Path>> byName = new TreeMap<>();
        try (Stream<Path> files = Files.walk(Path.of("src"))) {
            files.filter(file -> file.toString().endsWith(".java") && !file.endsWith("package-info.java"))
                    .forEach(file -> byName.computeIfAbsent(file.getFileName().toString(), name -> new ArrayList<>())
                            .add(file));
        }
        byName.values().removeIf(files -> files.size() == 1);
        assertThat(byName).isEmpty();
    }

    @Test
    void thePictureHoldsEveryPackage() throws IOException {
        String picture = Files.readString(Path.of("docs/architecture.md"));
        for (String name : MAY_IMPORT.keySet()) {
            assertThat(picture).as("docs/architecture.md needs a line \".%s  …\" in its picture", name)
                    .containsPattern("(?m)^  \\." + name + " ");
        }
    }

    @Test
    void nobodyImportsTheRootPackage() throws IOException {
        for (Path file : javaFiles()) {
            assertThat(Files.readString(file)).as("%s", file).doesNotContainPattern("import com\\.dataenginex\\.[A-Z]");
        }
    }

    @Test
    void everyPackageSaysWhatItDependsOn() throws IOException {
        for (Map.Entry<String, Set<String>> each : MAY_IMPORT.entrySet()) {
            Path file = SOURCES.resolve(each.getKey()).resolve("package-info.java");
            String said = Files.readString(file).replaceAll("\\s*\\*\\s*", " ").replaceAll("(?s).*Depends on ", "");
            Set<String> named = Pattern.compile("\\{@code ([a-z]+)}").matcher(said).results().map(name -> name.group(1))
                    .collect(Collectors.toSet());
            assertThat(named).as("what %s says after \"Depends on\"; ArchitectureTest.MAY_IMPORT has it too", file)
                    .isEqualTo(each.getValue());
        }
    }

    @Test
    void everyPackageSaysWhatItIsFor() throws IOException {
        try (Stream<Path> folders = Files.walk(SOURCES).filter(Files::isDirectory)) {
            assertThat(folders).allSatisfy(folder -> assertThat(folder.resolve("package-info.java"))
                    .as("%s needs a package-info.java", folder).exists());
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
