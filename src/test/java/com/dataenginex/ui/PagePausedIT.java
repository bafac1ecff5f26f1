package com.dataenginex.ui;

import static org.assertj.core.api.Assertions.assertThat;

import com.dataenginex.http.Endpoint;
import com.dataenginex.support.Browser;
import com.dataenginex.support.Ports;
import com.dataenginex.support.TestApplication;
import com.dataenginex.support.Tool;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What stays as it is on a page that moves: what is paused, selected, open or cleared. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PagePausedIT {
    private final int port = Ports.free();
    private TestApplication app;
    private Browser browser;

    @BeforeAll
    void startBrowser(@TempDir Path folder) {
        Tool.require("chromium");
        browser = Browser.start(folder);
        browser.look(1_200, 900, "light");
    }

    @BeforeEach
    void startApplication() {
        app = service();
        app.get("/");
        app.get("/boom/first");
        app.get("/nope");
    }

    private TestApplication service() {
        return TestApplication.start(Map.of("PORT", Integer.toString(port)),
                Endpoint.get("/boom/{which}", (req, res) -> {
                    throw new IllegalStateException("of the test");
                }));
    }

    @AfterAll
    void stop() {
        browser.close();
    }

    @AfterEach
    void complainsOfNothing() {
        String complaints = browser.complaints().toString();
        browser.open("about:blank");
        app.close();
        browser.forgetComplaints();
        assertThat(complaints).isEqualTo("[]");
    }

    private void open(String hash, String wanted) {
        browser.open("http://localhost:" + port + "/ui#/" + hash);
        awaitShown(wanted, true);
        browser.awaitText("live");
    }

    private void filter(String text) {
        browser.value("document.getElementById('q').value = '" + text + "'");
        browser.value("document.querySelector('form').requestSubmit()");
    }

    private void pause() {
        browser.key("p");
        browser.await("document.querySelector('.connection').innerText === 'paused'");
    }

    private void goOn() {
        browser.key("p");
        browser.await("document.querySelector('.connection').innerText === 'live'");
    }

    /** @param is whether it is to be there, or not to be there */
    private void awaitShown(String text, boolean is) {
        browser.await((is ? "" : "!") + "document.querySelector('main').innerText.includes('" + text + "')");
    }

    private String rows() {
        return browser.value("document.querySelector('tbody').innerText").asText();
    }

    private String main() {
        return browser.value("document.querySelector('main').innerText").asText();
    }

    @Test
    void aFilterOfRequestsWorksOnWhatIsShownWhileItIsPaused() {
        open("requests", "/boom");
        pause();
        app.get("/boom/unseen");

        filter("status:5xx");
        awaitShown("/nope", false);
        assertThat(main()).contains("/boom/first").doesNotContain("unseen");
        filter("status:4xx");
        awaitShown("/nope", true);
        assertThat(main()).doesNotContain("/boom");
        filter("");
        awaitShown("/boom/first", true);
        assertThat(main()).contains("/nope").doesNotContain("unseen");
        assertThat(browser.text()).contains("paused");

        goOn();
        awaitShown("unseen", true);
    }

    @Test
    void whatAFilterHadHiddenIsFoundWhileItIsPaused() {
        open("requests?q=status:5xx", "/boom");
        pause();
        app.get("/boom/unseen");
        filter("");

        awaitShown("/nope", true);
        assertThat(main()).contains("/boom/first").doesNotContain("unseen");
    }

    @Test
    void aFilterWorksOnWhatIsShownThoughTheServiceHasGone() {
        open("requests", "/boom");
        pause();
        app.close();
        filter("path:/nope");
        awaitShown("/boom", false);
        assertThat(main()).contains("/nope");
        filter("-status:404 method:get");
        awaitShown("/boom", true);
        assertThat(main()).doesNotContain("/nope");

        app = service();
        app.get("/of-the-next");
        filter("");
        awaitShown("/nope", true);
        assertThat(main()).doesNotContain("/of-the-next");
        goOn();
        awaitShown("/of-the-next", true);
        assertThat(main()).doesNotContain("/nope").contains("The service was started anew");
        // That there was no connection the browser says itself.
        browser.forgetComplaints();
    }

    @Test
    void aFilterAndALevelOfLinesWorkOnWhatIsShownWhileItIsPaused() {
        open("logs", "request_failed");
        pause();
        app.get("/boom/unseen");
        browser.value("const select = document.querySelector('select'); select.value = 'ERROR'; "
                + "select.dispatchEvent(new Event('change'))");
        awaitShown("service_started", false);
        assertThat(main()).contains("request_failed").doesNotContain("unseen");
        filter("event:service_started");
        awaitShown("request_failed", false);
        browser.value("const again = document.querySelector('select'); again.value = 'DEBUG'; "
                + "again.dispatchEvent(new Event('change'))");
        awaitShown("service_started", true);
        assertThat(browser.text()).contains("paused");
        filter("");
        awaitShown("request_failed", true);
        assertThat(main()).doesNotContain("unseen");
    }

    @Test
    void aPausedListAndItsSelectionAreStillThereAfterALookAtOneRequest() {
        open("requests", "/boom");
        pause();
        browser.key("j");
        browser.key("j");
        browser.await("document.querySelectorAll('tr.selected').length === 1");
        String selected = browser.value("document.querySelector('tr.selected').innerText").asText();
        String list = rows();
        browser.key("Enter");
        browser.await("location.hash.startsWith('#/request/')");
        awaitShown("Log lines", true);
        app.get("/unseen");
        browser.value("history.back()");
        browser.await("location.hash === '#/requests'");
        awaitShown("/boom", true);

        assertThat(browser.text()).contains("paused");
        assertThat(rows()).isEqualTo(list);
        assertThat(browser.value("document.querySelector('tr.selected').innerText").asText()).isEqualTo(selected);
    }

    @Test
    void aChangedFilterKeepsTheSelectionAndWhatWasCleared() {
        open("requests", "/boom");
        browser.value("[...document.querySelectorAll('button')].find(one => one.innerText === 'Clear').click()");
        awaitShown("/boom", false);
        app.get("/boom/later");
        app.get("/newest");
        awaitShown("/newest", true);
        browser.key("j");
        browser.key("j");
        browser.await("document.querySelector('tr.selected')?.innerText.includes('later')");
        filter("status:5xx");
        awaitShown("/newest", false);

        assertThat(main()).doesNotContain("first");
        assertThat(browser.value("document.querySelector('tr.selected').innerText").asText()).contains("later");
    }

    @Test
    void anOpenExceptionStaysOpenWhereItsLineGoes() {
        open("logs?level=ERROR", "request_failed");
        browser.value("document.querySelector('tbody details summary').click()");
        browser.await("document.querySelector('tbody details').open");
        app.get("/boom/newer");
        browser.await("document.querySelectorAll('tbody details').length === 2");
        browser.await("!document.querySelectorAll('tbody details')[0].open");

        assertThat(browser.value("document.querySelectorAll('tbody details')[1].open").booleanValue()).isTrue();
    }

    @Test
    void itsWordsMeanWhatTheyMeanToTheService() throws IOException {
        open("requests", "/boom");
        JsonNode differing = browser
                .value("""
                        import('/ui/words.js').then(async words => {
                          const ask = async path => (await fetch('/ui/api/' + path)).json();
                          const differing = [];
                          const requests = (await ask('requests?max=500')).requests;
                          for (const q of ['status:5xx', 'status:404', '-status:5xx', 'status:2', 'method:get', 'method:GET -path:/nope', '>1m',
                              '<1m', '<1m kept:yes', 'kept:err', '-kept:yes', 'route:/boom', 'route:unmatched', 'outcome:completed', 'boom', '"no such"',
                              'localhost:8000', '-localhost:8000', 'id:' + requests[0].request_id, 'trace:' + requests[0].trace_id, requests[0].trace_id,
                              '"', ':', '-', '>', 'path:"/boom/first"', 'a.b:c']) {
                            const there = (await ask('requests?max=500&q=' + encodeURIComponent(q))).requests.map(one => one.sequence);
                            const here = requests.filter(words.requestFilter(q)).map(one => one.sequence);
                            if (String(there) !== String(here)) differing.push(q + ': ' + there + ' | ' + here);
                          }
                          const lines = (await ask('logs?max=500')).lines;
                          const last = Math.max(...lines.map(line => line.number));
                          for (const q of ['event:request_failed', 'level:error', '-level:info', 'logger:', 'request:' + requests[0].request_id,
                              'trace:' + requests[0].trace_id, 'path:/boom', 'status_code:500', 'illegalstate', '"of the test"', 'nothing:at-all', '-boom']) {
                            for (const level of ['DEBUG', 'WARNING', 'ERROR']) {
                              const there = (await ask('logs?max=500&level=' + level + '&q=' + encodeURIComponent(q))).lines
                                  .map(line => line.number).filter(number => number <= last);
                              const here = lines.filter(words.lineFilter(q, level)).map(line => line.number);
                              if (String(there) !== String(here)) differing.push(level + ' ' + q + ': ' + there + ' | ' + here);
                            }
                          }
                          return differing;
                        })""");

        assertThat(differing).isEmpty();
    }
}
