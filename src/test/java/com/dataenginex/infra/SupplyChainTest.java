package com.dataenginex.infra;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SupplyChainTest {
    private static final Path WORKFLOWS = Path.of(".github/workflows");
    private static final Path CI = WORKFLOWS.resolve("ci.yml");
    private static final Path COMPOSE = Infra.FOLDER.resolve("docker-compose.yml");

    @Test
    void theWorkflowsLeaveNothingOpen() throws IOException {
        try (Stream<Path> workflows = Files.list(WORKFLOWS)) {
            assertThat(workflows.flatMap(
                    file -> SupplyChain.workflowProblems(file.toString(), Infra.text(file)).stream())).isEmpty();
        }
        assertThat(Infra.yaml(CI).path("jobs")).hasSizeGreaterThan(3);
    }

    @Test
    void theComposeFilePublishesItsPortsOnThisHostAlone() {
        assertThat(SupplyChain.composeProblems(Infra.yaml(COMPOSE))).isEmpty();
    }

    /** Hashes that nothing raises are soon those of holes. */
    @Test
    void newVersionsOfTheActionsAreRaised() {
        JsonNode updates = Infra.yaml(Path.of(".github/dependabot.yml")).path("updates");

        assertThat(updates.findValuesAsText("package-ecosystem")).contains("github-actions");
    }

    /** What is signed is what was scanned: publish takes the digest from the build, and builds nothing. */
    @Test
    void theScannerCanExchangeNothingAndTheSignerRunsNothingOfOurs() {
        JsonNode jobs = Infra.yaml(CI).path("jobs");

        assertThat(jobs.path("scan").path("permissions")).as("jobs.scan.permissions").isEmpty();
        assertThat(jobs.path("scan").toString()).as("jobs.scan").doesNotContain("secrets.", "actions/checkout");
        assertThat(jobs.path("publish").path("needs").toString()).as("jobs.publish.needs").contains("\"scan\"");
        assertThat(jobs.path("publish").toString()).as("jobs.publish")
                .doesNotContain("actions/checkout", "build-push-action")
                .contains("oci:image \\\"docker://$IMAGE@$DIGEST\\\"", "${{ needs.image.outputs.digest }}");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "uses: actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1 # v7.0.1 | uses: actions/checkout@v7 "
                + "| may become other code",
        "uses: actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1 # v7.0.1 "
                + "| uses: actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1 | may become other code",
        "persist-credentials: false | persist-credentials: true | leaves its token",
        "permissions: {contents: read} | timeout-minutes: 5 | takes the repository's default rights",
        "permissions: {contents: read} | permissions: write-all | takes the repository's default rights",
        "permissions: {contents: read} | permissions: {contents: write} | and may write",
        "KEY: none | KEY: ${{ secrets.KEY }} | and names a secret",
        "KEY: none | KEY: ${{ github.token }} | and names a secret",
        "run: make | run: make ${{ github.head_ref }} | can become a command",
        "runs-on: ubuntu-24.04 | environment: prod | and has an environment",
        "pull_request: | pull_request_target: | use pull_request"})
    void aWorkflowThatLeavesSomethingOpenIsTold(String sound, String open, String problem) {
        String workflow = """
                on:
                  pull_request:
                jobs:
                  build:
                    runs-on: ubuntu-24.04
                    permissions: {contents: read}
                    steps:
                      - uses: actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1 # v7.0.1
                        with:
                          persist-credentials: false
                      - run: make
                        env:
                          KEY: none
                """;

        assertThat(SupplyChain.workflowProblems("a.yml", workflow)).isEmpty();
        assertThat(workflow).contains(sound);
        assertThat(SupplyChain.workflowProblems("a.yml", workflow.replace(sound, open))).singleElement().asString()
                .startsWith("a.yml").contains(problem);
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {"github.event_name == 'push'; true",
        "github.event_name == 'push' && github.ref == 'refs/heads/main'; true",
        "github.event_name == 'push' || always(); false", "github.ref != 'refs/heads/main'; false"})
    void onlyAJobThatPullRequestsNeverReachMayHoldSecrets(String condition, boolean sound) {
        String workflow = """
                on: [push, pull_request]
                jobs:
                  publish:
                    if: %s
                    permissions: {id-token: write}
                    steps:
                      - run: push
                        env: {KEY: "${{ secrets.KEY }}"}
                """.formatted(condition);

        assertThat(SupplyChain.workflowProblems("a.yml", workflow).isEmpty()).isEqualTo(sound);
    }

    @Test
    void anOpenPortIsTold() {
        for (String port : List.of("8000:8000", "8000", "0.0.0.0:80:80", "{target: 80, published: 80}")) {
            assertThat(SupplyChain.composeProblems(Infra.yaml("services: {web: {ports: [" + (port.startsWith("{")
                    ? port
                    : "\"" + port + "\"") + "]}}"))).singleElement().asString().contains("services.web.ports",
                            "127.0.0.1:HOST_PORT:CONTAINER_PORT");
        }
        assertThat(SupplyChain.composeProblems(Infra.yaml("services: {web: {network_mode: host}}"))).hasSize(1);
        assertThat(SupplyChain.composeProblems(
                Infra.yaml("services: {web: {ports: [{target: 80, host_ip: 127.0.0.1}]}}"))).isEmpty();
    }
}
