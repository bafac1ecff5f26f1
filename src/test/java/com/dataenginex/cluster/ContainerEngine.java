package com.dataenginex.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.dataenginex.support.Lines;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;

/** Podman in a room of its own, with nothing in it but our image. */
final class ContainerEngine implements AutoCloseable {
    private static final String[] PROGRAMS = {"podman", "runc", "buildah", "iptables", "ip",
        "/usr/lib/podman/netavark", "/usr/lib/podman/aardvark-dns"};

    private final Room room;
    private final int number;
    private final Path settings;
    private int containers;

    /** Skips the test where something is missing. */
    static void require() {
        Room.require(PROGRAMS);
    }

    ContainerEngine(Path folder, int number) {
        require();
        this.number = number;
        settings = folder.resolveSibling(folder.getFileName() + ".conf");
        try {
            // Where control groups are of the first version crun refuses them, and without the limits a start may be.
            Files.writeString(settings, """
                    [containers]
                    default_ulimits = ["nofile=4096:4096", "nproc=4096:4096"]
                    [engine]
                    cgroup_manager = "cgroupfs"
                    runtime = "runc"
                    events_logger = "none"
                    [network]
                    network_backend = "netavark"
                    network_config_dir = "/run/networks"
                    default_subnet = "10.246.%d.0/24"
                    """.formatted(number));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        room = new Room(folder, "room",
                List.of(Integer.toString(number), "sh", "-c", "echo ready; exec sleep infinity"));
    }

    /** Takes an archive in; a check of health is only in one of Docker's format. */
    void load(Path archive) {
        assertThat(podman("load", "--input", archive.toString())).contains("Loaded image");
    }

    String podman(String... arguments) {
        List<String> command = new ArrayList<>(List.of("podman"));
        command.addAll(options());
        command.addAll(List.of(arguments));
        return run(command);
    }

    /** Runs a script that takes podman's options as its arguments. */
    String withPodman(String script) {
        List<String> command = new ArrayList<>(List.of(script));
        command.addAll(options());
        return run(command);
    }

    /** Answers from now on at {@code unix:///run/podman.sock} of the room. */
    void serve() {
        Thread.ofVirtual().start(() -> podman("system", "service", "--time=0", "unix:///run/podman.sock"));
        Awaitility.await().until(() -> room.run("ls", "/run/podman.sock").strip().equals("/run/podman.sock"));
    }

    Room room() {
        return room;
    }

    private List<String> options() {
        return List.of("--root", room.folder().resolve("containers").toString(), "--runroot", "/run/containers",
                "--log-level=fatal");
    }

    private String run(List<String> command) {
        List<String> all = new ArrayList<>(List.of("env", "CONTAINERS_CONF=" + settings,
                "JAVA_HOME=" + System.getProperty("java.home"), "PATH=" + System.getenv("PATH") + ":/usr/sbin:/sbin"));
        all.addAll(command);
        return room.run(all.toArray(String[]::new));
    }

    /**
     * Starts the service as the compose file does, without a capability and with 256 MB.
     *
     * @param options further ones of {@code podman run}
     */
    Container start(Map<String, String> variables, String... options) {
        String name = "dataenginex-" + containers;
        int port = 8_000 + containers;
        containers++;
        List<String> command = new ArrayList<>(List.of("run", "--detach", "--name", name, "--read-only",
                "--cap-drop=ALL",
                "--security-opt=no-new-privileges", "--memory=256m", "--cgroup-parent=/dataenginex-room-" + number,
                "--publish=" + port + ":8000", "--stop-timeout=30", "--env=LOG_FORMAT=json"));
        variables.forEach((key, value) -> command.add("--env=" + key + "=" + value));
        command.addAll(List.of(options));
        command.add(ServiceImage.REPOSITORY + ":1.0.0");
        String said = podman(command.toArray(String[]::new));
        assertThat(said.strip().lines().toList().getLast()).matches("[0-9a-f]{64}");
        return new Container(name, new InetSocketAddress("10.245." + number + ".2", port));
    }

    @Override
    public void close() {
        room.close();
    }

    /** One container of the service. */
    final class Container implements AutoCloseable {
        private final String name;
        private final InetSocketAddress address;

        private Container(String name, InetSocketAddress address) {
            this.name = name;
            this.address = address;
        }

        InetSocketAddress address() {
            return address;
        }

        JsonNode inspect() {
            return Lines.parse(podman("inspect", name).lines().reduce("", String::concat)).get(0);
        }

        String status() {
            return inspect().at("/State/Status").asText();
        }

        int exitCode() {
            return inspect().at("/State/ExitCode").asInt();
        }

        String podmanDoes(String command, String... options) {
            List<String> all = new ArrayList<>(List.of(command.split(" ")));
            all.addAll(List.of(options));
            all.add(name);
            return podman(all.toArray(String[]::new));
        }

        List<String> lines() {
            return podman("logs", name).lines().filter(line -> line.startsWith("{")).toList();
        }

        /** What its process says of itself in {@code /proc}, as this machine sees it. */
        String process(String file) {
            return room.run("cat", "/proc/" + inspect().at("/State/Pid").asText() + "/" + file);
        }

        /** A figure of its control group, in bytes, of whichever version the kernel's groups are. */
        long memory(String first, String second) {
            String group = process("cgroup").lines().filter(line -> line.contains(":memory:") || line.startsWith("0::"))
                    .findFirst().orElseThrow().replaceFirst(".*:", "");
            Path old = Path.of("/sys/fs/cgroup/memory" + group, first);
            try {
                return Long.parseLong(Files.readString(
                        Files.exists(old) ? old : Path.of("/sys/fs/cgroup" + group, second)).strip());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void close() {
            podmanDoes("rm --force --time=0");
        }
    }
}
