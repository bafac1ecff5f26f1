package com.dataenginex.infra;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a workflow and the compose file leave open to others. Each problem says what to write where; docs/SECURITY.md says
 * why.
 */
public final class SupplyChain {
    /** Actions whose tags could not be looked up; docs/SECURITY.md names each and why. */
    private static final Set<String> WITHOUT_HASH = Set.of();
    private static final Pattern USES = Pattern.compile("\\s*(?:- )?uses: *(\\S+)(.*)");
    private static final Pattern PINNED = Pattern.compile("[\\w.-]+/[\\w./-]+@[0-9a-f]{40}");
    private static final Pattern VERSION = Pattern.compile(" # v?\\d+\\.\\d+\\.\\d+");
    private static final Pattern SECRET = Pattern.compile("\\$\\{\\{[^}]*\\b(secrets\\b|github\\.token\\b)");
    private static final String PUSH = "github.event_name == 'push'";

    private SupplyChain() {
    }

    /** Of the workflow with that text. */
    public static List<String> workflowProblems(String file, String text) {
        List<String> problems = new ArrayList<>();
        actions(file, text, problems);
        JsonNode workflow = Infra.yaml(text);
        // YAML 1.1 takes the key "on" for a truth value.
        String triggers = workflow.path("true").toString() + workflow.path("on");
        for (String trigger : List.of("pull_request_target", "workflow_run")) {
            if (triggers.contains(trigger)) {
                problems.add(file + ": on: " + trigger + " runs a pull request's code with secrets: use pull_request");
            }
        }
        if (SECRET.matcher(workflow.path("env").toString()).find()) {
            problems.add(file + ": env: gives a secret to every job: name it in the step that needs it");
        }
        workflow.path("jobs").properties()
                .forEach(job -> job(file + ": jobs." + job.getKey(), job.getValue(), problems));
        return problems;
    }

    /** Ports that are published to whoever reaches the host. */
    public static List<String> composeProblems(JsonNode compose) {
        List<String> problems = new ArrayList<>();
        compose.path("services").properties().forEach(service -> {
            for (JsonNode port : service.getValue().path("ports")) {
                boolean local = port.isObject()
                        ? port.path("host_ip").asText().equals("127.0.0.1")
                        : port.asText().startsWith("127.0.0.1:");
                if (!local) {
                    problems.add("services." + service.getKey() + ".ports publishes " + port
                            + " on every address of the host: write \"127.0.0.1:HOST_PORT:CONTAINER_PORT\"");
                }
            }
            if (service.getValue().path("network_mode").asText().equals("host")) {
                problems.add("services." + service.getKey() + ".network_mode publishes every port of the container on "
                        + "every address of the host: leave it out and use ports");
            }
        });
        return problems;
    }

    private static void actions(String file, String text, List<String> problems) {
        int line = 0;
        for (String written : text.split("\n")) {
            line++;
            Matcher uses = USES.matcher(written);
            if (!uses.matches() || uses.group(1).startsWith("./")) {
                continue;
            }
            String action = uses.group(1).replaceFirst("@.*", "");
            if (!WITHOUT_HASH.contains(action) && !(PINNED.matcher(uses.group(1)).matches()
                    && VERSION.matcher(uses.group(2)).matches())) {
                problems.add(file + ":" + line + ": " + uses.group(1) + " may become other code: write uses: " + action
                        + "@<40 digits of a commit> # v<version>, as the tags of the action's repository have them");
            }
        }
    }

    private static void job(String name, JsonNode job, List<String> problems) {
        if (!job.path("permissions").isObject()) {
            problems.add(name + " takes the repository's default rights: give it permissions: with each right that it "
                    + "needs, or {}");
        }
        for (JsonNode step : job.path("steps")) {
            if (step.path("uses").asText().startsWith("actions/checkout@")
                    && !step.path("with").path("persist-credentials").asText().equals("false")) {
                problems.add(name + " leaves its token in .git/config for all that runs later: give actions/checkout "
                        + "with: persist-credentials: false");
            }
            if (step.path("run").asText().contains("${{")) {
                problems.add(name + " runs a script with ${{ }} in it, where a branch's name can become a command: put "
                        + "the value into env: and use the variable");
            }
        }
        if (onlyAfterPush(job)) {
            return;
        }
        String cure = ": leave it out, or give the job if: " + PUSH;
        if (job.has("secrets") || SECRET.matcher(job.toString()).find()) {
            problems.add(name + " runs for pull requests and names a secret" + cure);
        }
        if (job.has("environment")) {
            problems.add(name + " runs for pull requests and has an environment, with its secrets" + cure);
        }
        if (job.path("permissions").isObject() && job.path("permissions").toString().contains("\"write\"")) {
            problems.add(name + " runs for pull requests and may write" + cure);
        }
    }

    private static boolean onlyAfterPush(JsonNode job) {
        String condition = job.path("if").asText().replaceAll("\\$\\{\\{|}}", "");
        return !condition.contains("||") && List.of(condition.strip().split("\\s*&&\\s*")).contains(PUSH);
    }
}
