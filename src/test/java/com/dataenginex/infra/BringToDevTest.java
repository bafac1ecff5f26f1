package com.dataenginex.infra;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the workflow's step "Bring it to dev" with a real git, against a main that moves. */
class BringToDevTest {
    private static final Path OVERLAY = Path.of("k8s/overlays/dev/kustomization.yaml");
    private static final String SHA = "0123456789abcdef0123456789abcdef01234567";
    private static final String TOKEN = "hunter2";

    @TempDir
    private Path folder;
    private Path remote;
    private Path checkout;
    private Path colleague;

    @BeforeEach
    void makeARemoteWithTwoClones() throws IOException {
        remote = folder.resolve("remote.git");
        checkout = folder.resolve("checkout");
        colleague = folder.resolve("colleague");
        run(folder, "git init -q --bare -b main remote.git && git clone -q remote.git colleague 2> /dev/null");
        Files.createDirectories(colleague.resolve(OVERLAY).getParent());
        Files.copy(OVERLAY, colleague.resolve(OVERLAY));
        commit("First");
        // As actions/checkout has it: one commit and no more.
        run(folder, "git clone -q --depth 1 file://" + remote + " checkout");
    }

    @Test
    void bringsACommitToDevAlthoughMainHasMoved() {
        commit("Merged during the gate");

        String said = bring(0);

        assertThat(subjects()).containsExactly("Bring 0123456 to dev [skip ci]", "Merged during the gate", "First");
        assertThat(run(remote, "git show main:" + OVERLAY)).contains("newTag: \"sha-0123456\"");
        assertThat(said).doesNotContain(TOKEN);
    }

    @Test
    void writesOverTheTagThatAnotherRunWrote() {
        run(colleague, "sed -i 's/newTag: .*/newTag: \"sha-fedcba9\"/' " + OVERLAY);
        commit("Bring fedcba9 to dev [skip ci]");

        bring(0);

        assertThat(run(remote, "git show main:" + OVERLAY)).contains("newTag: \"sha-0123456\"");
    }

    @Test
    void triesAgainWhenMainMovesBeforeThePush() throws IOException {
        refusePushes("""
                [ ! -e refused ] || exit 0
                touch refused
                exit 1
                """);

        bring(0);

        assertThat(remote.resolve("refused")).exists();
        assertThat(subjects()).containsExactly("Bring 0123456 to dev [skip ci]", "First");
    }

    @Test
    void failsWithAReasonWhenMainTakesNoPush() throws IOException {
        refusePushes("echo attempt >> attempts; exit 1");

        String said = bring(1);

        assertThat(said).contains("::error::main took none of 5 pushes: is ci allowed to push to it?");
        assertThat(remote.resolve("attempts")).content().hasLineCount(5);
    }

    @Test
    void aSecondRunOfTheSameCommitChangesNothing() {
        bring(0);

        assertThat(bring(0)).contains("dev has 0123456 already");
        assertThat(subjects()).hasSize(2);
    }

    @Test
    void gitGetsTheTokenFromTheStepAndKeepsItNowhere() {
        bring(0);

        assertThat(run(checkout, "printf 'protocol=https\\nhost=git.test\\n\\n' | git credential fill"))
                .contains("username=x-access-token", "password=" + TOKEN);
        assertThat(run(checkout, "grep -rl " + TOKEN + " . || echo nowhere")).isEqualTo("nowhere\n");
    }

    /** As the runner does it: bash -e. */
    private String bring(int exitCode) {
        JsonNode steps = Infra.yaml(Path.of(".github/workflows/ci.yml")).at("/jobs/dev/steps");
        for (JsonNode step : steps) {
            if (step.path("name").asText().equals("Bring it to dev")) {
                assertThat(step.path("env").path("TOKEN").asText()).isEqualTo("${{ github.token }}");
                return run(checkout, "sleep() { :; }\n" + step.path("run").asText(), exitCode);
            }
        }
        throw new AssertionError("No step \"Bring it to dev\" in " + steps);
    }

    private List<String> subjects() {
        return run(remote, "git log --format=%s main").lines().toList();
    }

    private void commit(String subject) {
        run(colleague, "date >> file && git add . && git -c user.name=a -c user.email=a@example.com commit -qm '"
                + subject + "' && git push -q origin HEAD:main");
    }

    private void refusePushes(String script) throws IOException {
        Files.writeString(remote.resolve("hooks/pre-receive"), "#!/bin/sh\n" + script);
        Files.setPosixFilePermissions(remote.resolve("hooks/pre-receive"),
                PosixFilePermissions.fromString("rwx------"));
    }

    private String run(Path in, String script) {
        return run(in, script, 0);
    }

    private String run(Path in, String script, int exitCode) {
        try {
            Path output = Files.createTempFile(folder, "output", ".txt");
            ProcessBuilder builder = new ProcessBuilder("bash", "-e", "-c", script).directory(in.toFile())
                    .redirectErrorStream(true).redirectOutput(output.toFile());
            builder.environment().putAll(Map.of("GITHUB_SHA", SHA, "TOKEN", TOKEN, "GIT_CONFIG_GLOBAL", "/dev/null",
                    "GIT_CONFIG_NOSYSTEM", "1", "GIT_TERMINAL_PROMPT", "0"));
            Process process = builder.start();
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("%s ends", script).isTrue();
            String said = Files.readString(output);
            assertThat(process.exitValue()).as("%s said: %s", script, said).isEqualTo(exitCode);
            return said;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
