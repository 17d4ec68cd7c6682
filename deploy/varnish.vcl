vcl 4.1;

# A cache in front of Hashi (Varnish 7). It keeps what says that it may be kept, and forgets by name
# what the service tells it (CACHE_PURGE_URL). The service needs:
#   DELIVERY_CACHE_TAG_HEADER=Surrogate-Key
#   DELIVERY_CACHE_CONTROL=public, max-age=0, s-maxage=86400
#   CACHE_PURGE_URL=http://127.0.0.1:6081/

backend default {
  .host = "127.0.0.1";
  .port = "8000";
}

# Who may tell it what to forget: the service's own machines.
acl service {
  "127.0.0.1";
  "::1";
}

sub vcl_recv {
  if (req.method == "BAN") {
    if (client.ip !~ service) {
      return (synth(403, "Not allowed"));
    }
    if (req.http.Surrogate-Key == "everything") {
      ban("obj.status != 0");
    } else if (req.http.Surrogate-Key ~ "^[A-Za-z0-9 ._-]+$") {
      ban("obj.http.Surrogate-Key ~ (^|\s)(" + regsuball(req.http.Surrogate-Key, " ", "|") + ")(\s|$)");
    } else {
      return (synth(400, "Surrogate-Key names what to forget"));
    }
    return (synth(200, "Forgotten"));
  }
  # Only what depends on its address alone is kept; whoever signs in or has a token is passed on.
  if (req.url !~ "^/api/delivery/v1/" || req.http.Authorization) {
    return (pass);
  }
  unset req.http.Cookie;
  # Kept once for each encoding that the service writes (with http_gzip_support=off, so that nothing
  # is compressed or unpacked here).
  if (req.http.Accept-Encoding ~ "(?i)(^|[ ,])br[ \t]*(;[ \t]*q=(1(\.0*)?|0\.\d*[1-9]\d*))?[ \t]*(,|$)") {
    set req.http.Accept-Encoding = "br";
  } else if (req.http.Accept-Encoding ~ "(?i)(^|[ ,])gzip[ \t]*(;[ \t]*q=(1(\.0*)?|0\.\d*[1-9]\d*))?[ \t]*(,|$)") {
    set req.http.Accept-Encoding = "gzip";
  } else {
    unset req.http.Accept-Encoding;
  }
}

sub vcl_deliver {
  # For the cache alone.
  unset resp.http.Surrogate-Key;
}
