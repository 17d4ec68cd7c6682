vcl 4.1;

# A cache in front of Hashi (Varnish 7), between nginx (deploy/nginx.conf) and the service. It keeps
# what says that it may be kept, and forgets by name what the service tells it. The service needs:
#   DELIVERY_CACHE_TAG_HEADER=Surrogate-Key
#   DELIVERY_CACHE_CONTROL="public, max-age=0, s-maxage=86400"
#   SITE_SHARED_SECONDS=86400
#   CACHE_PURGE_URL=http://127.0.0.1:6082/
#   TRUSTED_PROXIES=2
# It listens at two addresses: one for readers, and "purge", where alone it takes BAN:
#   -a 127.0.0.1:6081 -a purge=127.0.0.1:6082

backend default {
  .host = "127.0.0.1";
  .port = "8000";
  .connect_timeout = 5s;
  .first_byte_timeout = 60s;
}

# Who may tell it what to forget: the service's own machines, at the address for that.
acl service {
  "127.0.0.1";
  "::1";
}

sub vcl_recv {
  if (local.socket == "purge") {
    if (req.method != "BAN" || client.ip !~ service) {
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
  # Readers come through nginx, behind which everybody seems to be on this machine.
  if (req.method !~ "^(GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS)$") {
    return (synth(405, "Method not allowed"));
  }
  # Only what depends on its address alone is kept: the API's answers without a token, and the pages
  # of the site. Who has a session is passed on with it, since what only some people may read stands
  # at such an address too; so is a question, which the service counts.
  if (req.method !~ "^(GET|HEAD)$" || req.http.Authorization) {
    return (pass);
  }
  if (req.url !~ "^/(api/delivery/v1/|ja/|en/|sitemap\.xml$)" || req.url ~ "^/(ja|en)/search") {
    return (pass);
  }
  if (req.url !~ "^/api/" && req.http.Cookie ~ "(^|; *)sessionid=") {
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

sub vcl_hash {
  # What is said to a request by http, a redirect, is no answer to one by https.
  hash_data(req.http.X-Forwarded-Proto);
}

sub vcl_backend_response {
  # An answer that says nothing about being kept is not kept, whatever its status.
  if (!beresp.http.Cache-Control) {
    set beresp.ttl = 0s;
    set beresp.uncacheable = true;
  }
}

sub vcl_deliver {
  # For the cache alone.
  unset resp.http.Surrogate-Key;
}

sub vcl_backend_error {
  # nginx puts its own words in the place of these (deploy/away.html, deploy/away.json).
  set beresp.status = 502;
  set beresp.http.Retry-After = "30";
  set beresp.http.Cache-Control = "no-store";
  set beresp.ttl = 0s;
  set beresp.uncacheable = true;
  synthetic("The service does not answer.");
  return (deliver);
}
