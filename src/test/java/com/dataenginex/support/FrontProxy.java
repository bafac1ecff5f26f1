package com.dataenginex.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;

/** A real nginx or HAProxy in front of a port, with one line in its log per request that it has passed on. */
public final class FrontProxy implements AutoCloseable {
    private final int port = Ports.free();
    private final Path log;
    private final Process process;

    private FrontProxy(Path folder, List<String> command, String config, int upstream) {
        log = folder.resolve("access.log");
        try {
            String text = config.replace("@PORT@", Integer.toString(port))
                    .replace("@UPSTREAM@", "127.0.0.1:" + upstream)
                    .replace("@FOLDER@", folder.toString());
            Files.writeString(folder.resolve("proxy.conf"), text);
            Path output = folder.resolve("proxy.log");
            process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile()).start();
            Awaitility.await().atMost(Duration.ofSeconds(20)).until(this::listens);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @param more directives beside {@code proxy_pass}; empty for nginx's defaults, which are HTTP/1.0 to the server behind */
    public static FrontProxy nginx(Path folder, int upstream, String more) {
        Path program = Tool.require("nginx");
        String config = """
                daemon off;
                pid @FOLDER@/nginx.pid;
                error_log @FOLDER@/error.log;
                worker_processes 1;
                events {}
                http {
                  client_body_temp_path @FOLDER@/body;
                  proxy_temp_path @FOLDER@/proxy;
                  fastcgi_temp_path @FOLDER@/fastcgi;
                  uwsgi_temp_path @FOLDER@/uwsgi;
                  scgi_temp_path @FOLDER@/scgi;
                  log_format passed '$upstream_status $request_uri';
                  access_log @FOLDER@/access.log passed;
                  upstream service { server @UPSTREAM@; keepalive 4; }
                  server {
                    listen 127.0.0.1:@PORT@;
                    location / { proxy_pass http://service; MORE }
                  }
                }
                """.replace("MORE", more);
        return new FrontProxy(folder, List.of(program.toString(), "-c", folder.resolve("proxy.conf").toString(), "-e",
                folder.resolve("error.log").toString()), config, upstream);
    }

    /** Connections to the service are used for every client, and it is checked as by default: {@code OPTIONS / HTTP/1.0}. */
    public static FrontProxy haproxy(Path folder, int upstream) {
        Path program = Tool.require("haproxy");
        return new FrontProxy(folder,
                List.of(program.toString(), "-db", "-f", folder.resolve("proxy.conf").toString()), """
                        global
                          log stdout format raw local0
                        defaults
                          mode http
                          log global
                          option httplog
                          timeout connect 5s
                          timeout client 30s
                          timeout server 30s
                          http-reuse always
                        frontend front
                          bind 127.0.0.1:@PORT@
                          log-format "passed %ST %HU"
                          default_backend service
                        backend service
                          option httpchk
                          server one @UPSTREAM@ check inter 500ms
                        """, upstream);
    }

    private boolean listens() {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    public int port() {
        return port;
    }

    public RawClient raw() {
        return new RawClient(port);
    }

    /** One line per request that was passed on: the status of the service, and the target. */
    public List<String> passed() {
        try {
            if (Files.exists(log)) {
                return Files.readAllLines(log).stream().filter(line -> !line.startsWith("- ")).toList();
            }
            return Files.readAllLines(log.resolveSibling("proxy.log")).stream()
                    .filter(line -> line.startsWith("passed "))
                    .map(line -> line.substring("passed ".length())).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        Tool.end(process);
    }
}
