package com.dataenginex.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class YamlLayersTest {
    @TempDir
    private Path folder;

    private final List<String> mistakes = new ArrayList<>();

    @Test
    void valuesStayTheTextThatWasWritten() throws IOException {
        Layer layer = load("a: {b: 007, c: 2026-02-05, d: yes, e: [x, {f: 1e3}], g: [], h: null}");

        assertThat(layer.values()).isEqualTo(Map.of("a.b", "007", "a.c", "2026-02-05", "a.d", "yes", "a.e.0", "x",
                "a.e.1.f", "1e3", "a.g", "", "a.h", ""));
        assertThat(layer.name()).endsWith("x.yaml");
        assertThat(mistakes).isEmpty();
    }

    @Test
    void anEmptyFileHoldsNothing() throws IOException {
        assertThat(load("").values()).isEmpty();
        assertThat(mistakes).isEmpty();
    }

    @Test
    void anAliasThatIsNoPartOfItselfIsTwoValues() throws IOException {
        assertThat(load("a: &x {c: 1}\nb: *x").values()).isEqualTo(Map.of("a.c", "1", "b.c", "1"));
        assertThat(mistakes).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            [a, b]           | keys with values are expected, not a single value or a list
            text             | keys with values are expected, not a single value or a list
            ? [a, b]\\n: c   | a key is a list or a mapping
            a: {<<: {b: 1}}  | a.<< is a merge key; write the keys out
            a: &x [*x]       | a.0 is an alias of a value that it is a part of
            a: [             | line 1, column 5
            """)
    void saysWhatIsWrongWithAFile(String yaml, String sentence) throws IOException {
        Path file = write(yaml.replace("\\n", "\n"));

        List<Layer> layers = YamlLayers.load(new ConfigSources("DEX_", "FILE", List.of()), "dev", file.toString(),
                mistakes);

        assertThat(layers).isEmpty();
        assertThat(mistakes).singleElement().asString().startsWith("FILE names " + file + ", which is not ")
                .endsWith(sentence);
    }

    @Test
    void aFolderIsNoFile() {
        YamlLayers.load(new ConfigSources("DEX_", "FILE", List.of()), "dev", folder.toString(), mistakes);

        assertThat(mistakes).containsExactly(
                "FILE names " + folder + ", which is no readable file; allowed: the path of a YAML file");
    }

    @Test
    void bundledFilesAreThoseOfTheEnvironmentByTheirShortNames() {
        List<Layer> layers = YamlLayers.load(
                new ConfigSources("DEX_", "FILE",
                        List.of("/config/application-{environment}.yaml", "/config/application.yaml")),
                "dev", null, mistakes);

        assertThat(layers).extracting(Layer::name).containsExactly("application-dev.yaml", "application.yaml");
        assertThat(layers.getFirst().values()).containsEntry("logging.format", "console");
    }

    @Test
    void aBundledFileMustBeThere() {
        assertThatThrownBy(() -> YamlLayers.load(new ConfigSources("DEX_", "FILE", List.of("/nope.yaml")), "dev", null,
                mistakes)).isInstanceOf(IllegalStateException.class).hasMessage("The class path has no /nope.yaml");
    }

    private Layer load(String yaml) throws IOException {
        return YamlLayers.load(new ConfigSources("DEX_", "FILE", List.of()), "dev", write(yaml).toString(), mistakes)
                .getFirst();
    }

    private Path write(String yaml) throws IOException {
        return Files.writeString(folder.resolve("x.yaml"), yaml);
    }
}
