package com.dataenginex.health;

import static org.assertj.core.api.Assertions.assertThat;

import com.dataenginex.config.HostName;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NamedTargetsTest {

    @ParameterizedTest
    @CsvSource({"tcp://queue:5672,queue,5672,false", "redis://my_cache:1,my_cache,1,true",
        "tcp://[::1]:65535,::1,65535,false", "tcp://10.0.0.1:80,10.0.0.1,80,false"})
    void readsASocket(String text, String host, int port, boolean redis) {
        DependencyTarget target = DependencyTarget.of(text);

        assertThat(target).isEqualTo(new DependencyTarget.Socket(host, port, redis)).hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://a/b", "https://a:1/b?c=d", "http://a:65535/"})
    void readsAUrl(String text) {
        assertThat(DependencyTarget.of(text)).isInstanceOf(DependencyTarget.Web.class).hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "queue:5672", "tcp://queue", "tcp://queue:0", "tcp://queue:65536", "tcp://-a:1",
        "tcp://a b:1", "tcp://[:::]:1", "tcp://[12345::]:1", "udp://a:1", "tcp://a:123456",
        "http:a", "http://", "httpx://a", "http://a b", "http:///a", "tcp://u:p@a:1"})
    void readsNothingElse(String text) {
        assertThat(DependencyTarget.of(text)).isNull();
    }

    @ParameterizedTest
    @CsvSource({"a,true", "a_b.c-d,true", "_a,true", ".a,false", "'',false", "::1,true", ":a,false", "g::1,false",
        "1:2,false", "1:2:3:4:5:6:7:8,true", "a/b,false"})
    void aHostIsANameOrAnAddress(String text, boolean host) {
        assertThat(HostName.isValid(text)).isEqualTo(host);
    }

    @ParameterizedTest
    @CsvSource({"http://a,true", "https://a,true", "ftp://a,false", "a,false", "//a,false"})
    void aUrlIsOfTheWebAndHasAHost(String text, boolean web) {
        assertThat(DependencyTarget.web(text) != null).isEqualTo(web);
    }
}
