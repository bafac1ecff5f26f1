package com.dataenginex.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.dataenginex.infra.Infra;
import com.dataenginex.support.Ports;
import com.dataenginex.support.Tool;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The image, made once for all tests: by {@code infra/image/assemble.sh} and {@code archive.sh}, as {@code target/image}. */
final class ServiceImage {
    static final String REPOSITORY = "docker.io/dataenginex/dataenginex";
    private static final Path FOLDER = Path.of("target/image").toAbsolutePath();
    private static final Path SCRIPTS = Infra.FOLDER.resolve("image");

    private static Path root;

    private ServiceImage() {
    }

    /** What becomes {@code /} of the image. */
    static synchronized Path root() {
        if (root == null) {
            Room.require("buildah");
            Tool.run("", List.of("rm", "-rf", FOLDER.toString()));
            try {
                Files.createDirectories(FOLDER);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            Path made = FOLDER.resolve("root");
            String said = Tool.run("", List.of("env", "TRAINING_PORT=" + Ports.free(),
                    SCRIPTS.resolve("assemble.sh").toString(), System.getProperty("java.home"), "target",
                    made.toString()));
            assertThat(said).contains("assemble: Java ");
            root = made;
        }
        return root;
    }

    /** The archive of that tag, made if it is not there yet. */
    static Path archive(String tag) {
        Path archive = FOLDER.resolve(tag + ".tar");
        root();
        if (!Files.exists(archive)) {
            assertThat(build("oci", archive, tag)).startsWith("sha256:");
        }
        return archive;
    }

    /**
     * Builds the image anew.
     *
     * @param format {@code oci} or {@code docker}
     * @return its digest
     */
    static String build(String format, Path archive, String tag) {
        String said = Tool.run("", List.of("env", "FORMAT=" + format, "REVISION=" + revision(),
                SCRIPTS.resolve("archive.sh").toString(), root().toString(), archive.toString(),
                REPOSITORY + ":" + tag));
        return said.lines().filter(line -> line.startsWith("sha256:")).findFirst()
                .orElseThrow(() -> new AssertionError(said));
    }

    static String revision() {
        return "0123456789ab";
    }
}
