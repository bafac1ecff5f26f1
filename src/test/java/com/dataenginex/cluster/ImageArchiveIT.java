package com.dataenginex.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.dataenginex.support.Lines;
import com.dataenginex.support.Tool;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The image as an archive: what its last stage says is in it, and the same root makes the same image. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ImageArchiveIT {
    private static final long MIB = 1_048_576;

    private Path folder;
    private JsonNode config;
    private JsonNode manifest;

    @BeforeAll
    void make(@TempDir Path temporary) throws IOException {
        folder = temporary;
        Room.require("buildah", "tar");
        Path archive = ServiceImage.archive("1.0.0");
        Tool.run("", List.of("tar", "-xf", archive.toString(), "-C", folder.toString()));
        JsonNode index = Lines.parse(Files.readString(folder.resolve("index.json")));
        manifest = blob(index.at("/manifests/0/digest").asText());
        config = blob(manifest.at("/config/digest").asText());
    }

    @Test
    void holdsWhatTheLastStageOfTheDockerfileSays() throws IOException {
        String stage = Files.readString(Path.of("Dockerfile")).replaceFirst("(?s).*\nFROM scratch", "")
                .replace("\\\n", " ");

        assertThat(config.at("/config/User").asText()).isEqualTo(one(stage, "USER (.*)"));
        assertThat(config.at("/config/ExposedPorts").fieldNames()).toIterable()
                .containsExactly(one(stage, "EXPOSE (.*)") + "/tcp");
        assertThat(config.at("/config/Entrypoint")).isEqualTo(Lines.parse(one(stage, "ENTRYPOINT (.*)")));
        assertThat(config.at("/config").has("Cmd")).isFalse();
        JsonNode labels = config.at("/config/Labels");
        Pattern.compile("(org\\.opencontainers\\.image\\.\\w+)=\"([^\"]*)\"").matcher(stage).results()
                .forEach(label -> assertThat(labels.path(label.group(1)).asText())
                        .isEqualTo(label.group(2).replace("${REVISION}", ServiceImage.revision())));
        assertThat(labels.size()).as("and buildah's own").isEqualTo(6);
        assertThat(config.path("history").toString()).as("OCI has no place for it").contains("HEALTHCHECK")
                .contains("--healthcheck");
    }

    @Test
    void isOneSmallLayerWithTheWholeBillOfMaterials() throws IOException {
        List<String> sizes = new ArrayList<>();
        manifest.path("layers").forEach(layer -> sizes.add(layer.path("size").asLong() / MIB + " MiB"));
        int components = Lines.parse(Files.readString(Path.of("target/dataenginex-sbom.json"))).path("components")
                .size();
        long jars;
        try (var libraries = Files.list(ServiceImage.root().resolve("app/libs"))) {
            jars = libraries.count();
        }
        System.out.println("MEASURED: the image: layers " + sizes + " packed; bill of materials: " + components
                + " components, " + jars + " libraries in the image");

        assertThat(sizes).hasSize(1);
        assertThat(components).isGreaterThanOrEqualTo((int) jars);
    }

    @Test
    void theSameRootMakesTheSameImage() {
        String first = ServiceImage.build("oci", folder.resolve("first.tar"), "1.0.0");

        assertThat(ServiceImage.build("oci", folder.resolve("second.tar"), "1.0.0")).isEqualTo(first);
    }

    private JsonNode blob(String digest) throws IOException {
        return Lines.parse(Files.readString(folder.resolve("blobs").resolve(digest.replace(':', '/'))));
    }

    private static String one(String text, String pattern) {
        return Pattern.compile("(?m)^" + pattern + "$").matcher(text).results().map(match -> match.group(1)).findFirst()
                .orElseThrow();
    }
}
