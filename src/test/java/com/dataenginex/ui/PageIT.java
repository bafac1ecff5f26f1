package com.dataenginex.ui;

import static org.assertj.core.api.Assertions.assertThat;

import com.dataenginex.http.Endpoint;
import com.dataenginex.support.Browser;
import com.dataenginex.support.FakeRateSources;
import com.dataenginex.support.FakeSource;
import com.dataenginex.support.Ports;
import com.dataenginex.support.TestApplication;
import com.dataenginex.support.Tool;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * The page in a real browser, against the real service. {@code mvn verify -Dtest=NoSuchTest
 * -Dsurefire.failIfNoSpecifiedTests=false -Dit.test=PageIT -Dpage.pictures=docs/images} makes the README's pictures anew.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PageIT {
    private static final String MARKUP = "<img src=x onerror=document.title='run'>";
    private static final int FLOOD = 3_000;

    private final CountDownLatch release = new CountDownLatch(1);
    private final FakeSource failing = new FakeSource(FakeSource.answer(500, "{}"));
    private final FakeSource good = new FakeSource(FakeRateSources.BLOCKCHAIN.good("73838.87"));
    /** The same for each, so that an open page finds the next one. */
    private final int port = Ports.free();
    private TestApplication app;
    private Browser browser;
    private Socket held;

    @BeforeAll
    void startBrowser(@TempDir Path folder) throws IOException {
        Tool.require("chromium");
        browser = Browser.start(folder);
    }

    /** One for each test: a flood of one would push out what the next looks for. */
    @BeforeEach
    void startApplication(@TempDir Path folder) throws IOException {
        app = service(folder);
        held = app.raw().open();
        held.getOutputStream().write("GET /api/insights?count=20&interval=10 HTTP/1.1\r\nHost: localhost\r\n\r\n"
                .getBytes(StandardCharsets.US_ASCII));
        for (String path : List.of("/", "/api/external-data?currency=EUR&token=secret", "/boom", "/slow",
                "/nope/%3Cimg%20src=x%20onerror=alert(1)%3E")) {
            app.send(app.request(path).header("User-Agent", MARKUP).build());
        }
        app.send(app.request("/api/insights?count=1").header("X-Request-ID", "a-stream").build());
        browser.look(1_600, 1_000, "light");
    }

    private TestApplication service(Path folder) {
        Map<FakeRateSources, String> urls = new LinkedHashMap<>();
        urls.put(FakeRateSources.COINBASE, failing.url());
        urls.put(FakeRateSources.BLOCKCHAIN, good.url());
        return TestApplication.start(folder, FakeRateSources.yaml(urls)
                + "health: {interval: PT0.1S, failures-to-go-down: 1}\nrecorder: {slow-after: PT0.2S}\n",
                Map.of("PORT", Integer.toString(port), "DEX_DB_HOST", "127.0.0.1", "DEX_DB_PORT",
                        Integer.toString(Ports.free())),
                Endpoint.get("/boom", (req, res) -> {
                    throw new IllegalStateException(MARKUP);
                }), Endpoint.get("/slow", (req, res) -> {
                    release.await(300, TimeUnit.MILLISECONDS);
                    res.send("slow");
                }));
    }

    @AfterAll
    void stop() {
        release.countDown();
        if (browser != null) {
            browser.close();
        }
        failing.close();
        good.close();
    }

    /** Neither an error of a script, nor a violation of the policy, nor a load that failed. */
    @AfterEach
    void complainsOfNothing() throws IOException {
        List<String> complaints = browser.complaints();
        browser.open("about:blank");
        held.close();
        app.close();
        browser.forgetComplaints();
        assertThat(complaints).isEmpty();
    }

    private void open(String hash) {
        browser.open("http://localhost:" + app.port() + "/ui#/" + hash);
        browser.await("document.querySelector('main') && document.querySelector('main').innerText.length > 40");
    }

    private String traceOf(String path) {
        return UiTest.requests(app, "?q=path:" + path).path("requests").get(0).path("trace_id").asText();
    }

    @Test
    void nowShowsWhatWorksAndWhatDoesNot() {
        open("now");

        browser.awaitText("database");
        browser.awaitText("not ready");
        browser.await("document.querySelectorAll('.tile').length === 8");
        browser.await(
                "[...document.querySelectorAll('.tile')].some(tile => /coinbase\\s+failing\\s+since \\d/.test(tile.innerText))");
        browser.await("[...document.querySelectorAll('.tile')].some(tile => /database\\s+down/.test(tile.innerText))");
        browser.await(
                "[...document.querySelectorAll('.tile')].some(tile => /availability 99.9 %/.test(tile.innerText))");
        browser.awaitText("DataEngineXErrorRateHigh");
        browser.awaitText("of this instance");
        browser.await("document.querySelectorAll('.plot canvas').length === 6");
        browser.await("/streams 1\\b/.test(document.body.innerText.replace(/\\n/g, ' '))");
        browser.awaitText("live");
    }

    @Test
    void requestsShowsWhatWasSentWithWhatIsUnderWayOnTop() {
        open("requests");

        browser.awaitText("Under way: 1");
        for (String path : List.of("/boom", "/slow", "/api/external-data?currency=EUR&token=[redacted]",
                "/api/insights")) {
            browser.awaitText(path);
        }
        assertThat(browser.text()).doesNotContain("secret");
        assertThat(row("/boom")).contains("500").contains("error");
        assertThat(row("/slow")).contains("200").contains("slow");
        // The template, where the path is another.
        assertThat(row("/nope")).contains("unmatched");
        browser.value("fetch('/ready')");
        browser.value("fetch('/?live')");
        browser.await("[...document.querySelectorAll('tbody a')].some(a => a.innerText.startsWith('/?'))");
        assertThat(browser.text()).doesNotContain("/ready");
        // Not ready is answered with 503; the browser says so itself.
        browser.forgetComplaints();
    }

    private String row(String path) {
        return browser.value("[...document.querySelectorAll('tr')].find(row => row.innerText.includes('" + path
                + "')).innerText").asText();
    }

    @Test
    void oneRequestIsFoundByPastingItsTrace() {
        open("now");
        browser.key("/");
        browser.await("document.activeElement.id === 'q'");
        browser.type(traceOf("/api/external-data"));
        browser.value("document.querySelector('form').requestSubmit()");

        browser.awaitText("GET /api/external-data?currency=EUR&token=[redacted]");
        browser.await("document.querySelectorAll('.waterfall svg .bar').length >= 3");
        browser.awaitText("request_completed");
        browser.awaitText("curl -gi 'http://localhost:" + app.port()
                + "/api/external-data?currency=EUR&token=[redacted]'");
        browser.value("document.querySelector('details').open = true");
        browser.awaitText("http.route");
    }

    @Test
    void whatItCopiesForAShellRunsNothingElse() {
        open("now");
        for (String[] each : List.of(new String[]{"A|`id`", " -X 'A|`id`'"}, new String[]{"A'B", " -X 'A'\\''B'"},
                new String[]{"HEAD", " -I"}, new String[]{"GET", ""})) {
            String copied = browser.value("import('/ui/request.js').then(page => page.curl({method: \"" + each[0]
                    + "\", path: '/x', query: ''}))").asText();

            assertThat(copied).isEqualTo("curl -gi" + each[1] + " 'http://localhost:" + app.port() + "/x'");
        }
    }

    @Test
    void anOpenPageFollowsTheNextRunOfTheService(@TempDir Path folder) throws IOException {
        for (String view : List.of("requests", "logs?q=path:/")) {
            open(view);
            browser.awaitText("/boom");
            browser.awaitText("live");
            held.close();
            app.close();
            app = service(folder);
            app.get("/after-it?" + view.charAt(0));

            browser.awaitText("/after-it");
            browser.awaitText("The service was started anew");
            browser.await("!document.querySelector('main').innerText.includes('/boom')");
            app.get("/boom");
        }
        // That there was no connection the browser says itself.
        browser.forgetComplaints();
    }

    @Test
    void theSelectedRowStaysSelectedWhileOthersCome() {
        open("requests");
        browser.awaitText("/slow");
        browser.awaitText("live");
        browser.key("j");
        browser.await("document.querySelectorAll('tr.selected').length === 1");
        String selected = browser.value("document.querySelector('tr.selected').innerText").asText();
        app.get("/newer");
        browser.awaitText("/newer");

        assertThat(browser.value("document.querySelector('tr.selected').innerText").asText()).isEqualTo(selected);
    }

    @Test
    void anAddressThatIsNoneAndAnIdThatIsNoPathAreShown() {
        app.send(app.request("/dotted").header("X-Request-ID", "..").build());
        open("requests?q=path:/dotted");
        browser.awaitText("/dotted");
        browser.value("document.querySelector('td.path a').click()");
        browser.awaitText("Answered with a problem");

        open("request/%");
        browser.awaitText("No request of this id is held");
        // An answer of 404 is said by the browser itself.
        browser.forgetComplaints();
    }

    @Test
    void aRequestsViewSaysThatTheTokenIsNeededAndEndsWhenItIsLeft() {
        open("now");
        browser.awaitText("live");
        browser.value("globalThis.fetch = () => Promise.resolve(new Response('{}', {status: 401})); "
                + "location.hash = '#/request/none'");
        browser.awaitText("the token is needed");

        assertThat(browser.value("import('/ui/request.js').then(async page => { let answer; globalThis.fetch = () => "
                + "new Promise(resolve => { answer = resolve; }); const view = new page.RequestView({schedule() {}, "
                + "state() {}}, 'none'); view.close(); answer(new Response('{}', {status: 404})); "
                + "await new Promise(resolve => setTimeout(resolve, 50)); return String(view.timer); })").asText())
                .isEqualTo("undefined");
    }

    @Test
    void whatItExportsIsOtlp() {
        open("request/" + traceOf("/boom"));
        browser.awaitText("Answered with a problem");

        String name = browser.value("import('/ui/request.js').then(async page => page.otlp((await (await fetch("
                + "'/ui/api/requests/" + traceOf("/boom") + "')).json()).requests[0])"
                + ".resourceSpans[0].scopeSpans[0].spans.at(-1).name)").asText();

        assertThat(name).isEqualTo("GET /boom");
    }

    @Test
    void logsShowsLinesByLevelAndText() {
        open("logs?level=WARNING");
        browser.await("document.querySelector('main').innerText.includes('request_failed')");
        assertThat(browser.text()).doesNotContain("service_started");

        open("logs?q=event:service_started");
        browser.awaitText("service_started");
        assertThat(browser.value("document.querySelector('main').innerText").asText()).doesNotContain("request_failed");
        assertThat(browser.value("document.getElementById('q').value").asText()).isEqualTo("event:service_started");
    }

    @Test
    void streamsAndSourcesAreListed() {
        open("streams");

        browser.awaitText("Open streams: 1");
        browser.awaitText("coinbase failing");
        browser.awaitText("blockchain works");
    }

    @Test
    void markupIsText() {
        for (String view : List.of("requests", "logs", "request/" + traceOf("/nope"), "request/" + traceOf("/boom"))) {
            open(view);
            browser.await("document.body.innerText.includes('%3Cimg') || document.body.innerHTML.includes('&lt;img')");
            assertThat(browser.value("document.querySelectorAll('main img, main script').length").intValue()).as(view)
                    .isZero();
            assertThat(browser.value("document.title").asText()).isNotEqualTo("run");
        }
    }

    @Test
    void filtersSurviveAReload() {
        open("requests");
        browser.awaitText("/slow");
        browser.value("document.getElementById('q').value = 'status:5xx'");
        browser.value("document.querySelector('form').requestSubmit()");
        browser.await("!document.body.innerText.includes('/slow')");

        browser.send("Page.reload");
        browser.awaitText("/boom");

        assertThat(browser.value("location.hash").asText()).isEqualTo("#/requests?q=status%3A5xx");
        assertThat(browser.value("document.getElementById('q').value").asText()).isEqualTo("status:5xx");
        assertThat(browser.text()).doesNotContain("/slow");
    }

    @Test
    void aFailureInAFloodIsStillListed() {
        open("requests");
        browser.awaitText("live");
        app.send(app.request("/boom?flooded").header("X-Request-ID", "flooded").build());
        for (int i = 0; i < FLOOD; i++) {
            app.get("/");
        }
        browser.awaitText("500 shown");

        assertThat(browser.value("[...document.querySelectorAll('td.id')].some(cell => cell.title === 'flooded')")
                .booleanValue()).isTrue();
        // Those under way stand above them, without a class.
        assertThat(browser.value("document.querySelectorAll('tbody tr[class]').length").intValue())
                .isLessThanOrEqualTo(500);
    }

    @Test
    void theKeyboardDoesWhatTheMouseDoes() {
        open("requests?q=status:5xx");
        browser.awaitText("/boom");
        browser.awaitText("live");
        browser.key("p");
        browser.awaitText("paused");
        browser.key("p");
        browser.awaitText("live");
        browser.key("j");
        browser.await("document.querySelectorAll('tr.selected').length === 1");
        browser.key("k");
        browser.key("Enter");
        browser.await("location.hash.startsWith('#/request/')");
        browser.awaitText("Answered with a problem");
    }

    @Test
    void hasNoViolationOfWcagInAnyView() throws IOException {
        Path packages = Tool.requirePackages("page-1");
        String axe = Files.readString(packages.resolve("node_modules/axe-core/axe.min.js"));
        // Filtered, since axe looks at each of a thousand rows.
        for (String view : List.of("now", "requests?q=kept:yes", "logs?level=WARNING", "streams",
                "request/" + traceOf("/boom"))) {
            // Opened once: each page that is left stays a viewer until it is seen to have gone, and there are places for eight.
            open(view);
            browser.value(axe + "; 1");
            for (String scheme : List.of("light", "dark")) {
                for (int width : scheme.equals("dark") ? List.of(1_600) : List.of(400, 1_600)) {
                    browser.look(width, 900, scheme);
                    browser.await("!document.body.innerText.includes('Loading')");
                    browser.await("innerWidth === " + width);
                    browser.await("matchMedia('(prefers-color-scheme: " + scheme + ")').matches");
                    String violations = browser.value("axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', "
                            + "'wcag21aa', 'wcag22aa']}).then(found => found.violations.map(each => each.id + ': ' + "
                            + "each.nodes.slice(0, 3).map(node => node.html).join('\\n')).join('\\n'))").asText();
                    assertThat(violations).as("%s, %s, %s", view, scheme, width).isEmpty();
                    assertThat(browser.value("document.documentElement.scrollWidth").intValue())
                            .as("%s is wider than its window", view).isLessThanOrEqualTo(width);
                }
            }
        }
    }

    @Test
    void aReadersPicturesAreOfTheRunningService() {
        String wanted = System.getProperty("page.pictures");
        Path folder = wanted == null ? Path.of("target/pictures") : Path.of(wanted);
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(wanted == null ? 1 : 40);
        for (int i = 0; System.nanoTime() - end < 0; i++) {
            HttpResponse<String> answer = app.get(i % 23 == 0 ? "/nope" : i % 7 == 0 ? "/slow" : "/");
            assertThat(answer.statusCode()).isIn(200, 404);
        }
        app.send(app.request("/api/external-data?currency=USD").header("X-Request-ID", "of-a-picture").build());
        Awaitility.await().until(() -> app.get("/ui/api/requests/of-a-picture").statusCode() == 200);
        for (String scheme : List.of("light", "dark")) {
            browser.look(1_280, 900, scheme);
            open("now");
            browser.awaitText("live");
            browser.await("document.querySelectorAll('.plot canvas').length === 6");
            Path shown = scheme.equals("dark") ? Path.of("target/pictures") : folder;
            browser.picture(shown.resolve("now-" + scheme + ".png"));
            open("request/of-a-picture");
            browser.await("document.querySelectorAll('.waterfall svg').length > 2");
            browser.picture(shown.resolve("request-" + scheme + ".png"));
        }
        for (String view : List.of("now", "requests", "requests?q=path:none", "logs", "streams", "request/of-a-picture",
                "request/" + traceOf("/boom"))) {
            open(view);
            browser.await(
                    "location.hash.startsWith('#/request/') || document.querySelector('.connection').innerText === 'live'");
            for (String scheme : List.of("light", "dark")) {
                for (int width : List.of(400, 1_600)) {
                    browser.look(width, 900, scheme);
                    browser.picture(Path.of("target/pictures/"
                            + view.replaceAll("[0-9a-f]{32}", "boom").replaceAll("[^a-z-]", "-") + "-" + width + "-"
                            + scheme + ".png"));
                }
            }
        }
        Awaitility.await().until(() -> Files.size(folder.resolve("now-light.png")) > 10_000);
    }
}
