package com.dataenginex;

import static org.assertj.core.api.Assertions.assertThat;

import com.dataenginex.doctor.Hint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The documents refer to what is there; nothing outside the checkout is asked. */
class DocumentsTest {
    private static final Path INDEX = Path.of("docs/README.md");
    private static final Pattern LINK = Pattern.compile("\\[[^\\]]*]\\(([^)\\s]+)\\)");
    private static final Pattern HEADING = Pattern.compile("(?m)^#{1,6} +(.+?) *#*$");
    /** In backticks: what begins like a place of this project and has no gap to be filled in. */
    private static final Pattern PLACE = Pattern
            .compile("`((?:docs|infra|k8s|config|src|\\.ci|\\.mvn|\\.github)/[\\w./-]+)`");

    /** The first thing that a reader sees of the project; what git does not keep does not count. */
    @Test
    void theRootHoldsNoMoreThanAReaderExpects() throws IOException {
        try (Stream<Path> root = Files.list(Path.of(""))) {
            assertThat(root.map(Path::toString).filter(name -> !name.startsWith(".") && !name.equals("target")))
                    .isSubsetOf("pom.xml", "src", "config", "infra", "k8s", "Dockerfile", "README.md", "docs",
                            "LICENSE");
        }
    }

    @Test
    void everyLinkLeadsToAFileAndToAHeadingOfIt() throws IOException {
        List<String> broken = new ArrayList<>();
        for (Path document : documents()) {
            Matcher links = LINK.matcher(prose(document));
            while (links.find()) {
                String target = links.group(1);
                if (!target.matches("[a-z]+:.*")) {
                    String[] parts = target.split("#", 2);
                    Path file = parts[0].isEmpty() ? document : folder(document).resolve(parts[0]).normalize();
                    if (!Files.exists(file)) {
                        broken.add(document + ": " + target);
                    } else if (parts.length > 1 && !anchors(file).contains(parts[1])) {
                        broken.add(document + ": " + target + " has no such heading; it has " + anchors(file));
                    }
                }
            }
        }
        assertThat(broken).isEmpty();
    }

    @Test
    void everyPlaceThatADocumentNamesIsThere() throws IOException {
        Map<Path, List<String>> absent = new HashMap<>();
        for (Path document : documents()) {
            List<String> names = PLACE.matcher(prose(document)).results().map(place -> place.group(1))
                    .filter(name -> !Files.exists(Path.of(name))).toList();
            if (!names.isEmpty()) {
                absent.put(document, names);
            }
        }
        assertThat(absent).isEmpty();
    }

    /** Each of the specification's related documents is one of them. */
    @Test
    void theIndexHasEveryDocument() throws IOException {
        String index = Files.readString(INDEX);

        try (Stream<Path> files = Files.walk(Path.of("docs"))) {
            assertThat(files.filter(file -> file.toString().endsWith(".md") && !file.equals(INDEX))
                    .map(file -> Path.of("docs").relativize(file).toString()))
                    .allSatisfy(name -> assertThat(index).contains("](" + name + ")"));
        }
        assertThat(index).contains("CI/CD pipeline", "deployment runbook", "local Kubernetes setup", "SDLC",
                "contribution guide");
    }

    @Test
    void everyHintOfTheDoctorLeadsToAHeading() throws IOException {
        for (Hint hint : Hint.values()) {
            String[] place = hint.place("dataenginex").split("#");
            assertThat(anchors(Path.of("docs").resolve(place[0]))).as("headings that %s may lead to", hint)
                    .contains(place[1]);
        }
    }

    /** Each begins with the line of the doctor that leads to it, which is one of its checks. */
    @Test
    void everyAlertsSectionBeginsWithTheDoctorsLine() throws IOException {
        StringBuilder checks = new StringBuilder();
        for (Path file : walk("src/main/java/com/dataenginex/doctor").filter(Files::isRegularFile).toList()) {
            checks.append(Files.readString(file));
        }
        String runbook = Files.readString(Path.of("docs/DEPLOY_RUNBOOK.md"));
        Matcher sections = Pattern.compile("(?m)^## (DataEngineX\\w+)\n\n(.*)$").matcher(runbook);
        while (sections.find()) {
            assertThat(sections.group(2)).as(sections.group(1)).startsWith("**Doctor.** ");
        }
        Matcher lines = Pattern.compile("\\*\\*Doctor\\.\\*\\* `× (\\w+), ([^`]+)`").matcher(runbook);
        while (lines.find()) {
            assertThat(checks).contains("return \"" + lines.group(1) + "\"").contains('"' + lines.group(2) + '"');
        }
    }

    private static List<Path> documents() throws IOException {
        try (Stream<Path> files = Stream.of("docs", "infra", "k8s").flatMap(DocumentsTest::walk)) {
            List<Path> all = new ArrayList<>(files.filter(file -> file.toString().endsWith(".md")).toList());
            all.add(Path.of("README.md"));
            return all;
        }
    }

    private static Stream<Path> walk(String folder) {
        try {
            return Files.walk(Path.of(folder)).filter(file -> !file.toString().contains("node_modules"));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static Path folder(Path document) {
        return document.getParent() == null ? Path.of("") : document.getParent();
    }

    /** Without blocks of code. */
    private static String prose(Path document) throws IOException {
        return Files.readString(document).replaceAll("(?ms)^ *```.*?^ *```", "");
    }

    /** As GitHub makes them of headings. */
    private static Set<String> anchors(Path file) throws IOException {
        if (Files.isDirectory(file)) {
            return Set.of();
        }
        Map<String, Integer> counts = new HashMap<>();
        return HEADING.matcher(prose(file)).results().map(DocumentsTest::anchor).map(anchor -> {
            int before = counts.merge(anchor, 1, Integer::sum) - 1;
            return before == 0 ? anchor : anchor + "-" + before;
        }).collect(Collectors.toCollection(HashSet::new));
    }

    private static String anchor(MatchResult heading) {
        return LINK.matcher(heading.group(1)).replaceAll(link -> link.group().replaceAll("\\[(.*)]\\(.*", "$1"))
                .toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}_ -]", "").replace(' ', '-');
    }
}
