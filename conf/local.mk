# What is installed from here: the files for web servers, systemd and MariaDB with their paths filled in, and the data folders.
EXTRA_DIST += README.md ARCHITECTURE.md COPYING run
CLEAN_FOLDERS += tests/mariadb-template tests/mariadb-template.* check

site_var = $(localstatedir)/lib/midway
site_run = $(runstatedir)/midway
site_conf = $(sysconfdir)/midway/midway.conf
unitdir = $(prefix)/lib/systemd/system
sysusersdir = $(prefix)/lib/sysusers.d
tmpfilesdir = $(prefix)/lib/tmpfiles.d
FILL = sed -e 's|@VAR@|$(site_var)|g; s|@RUN@|$(site_run)|g; s|@PUBLISHED@|$(site_var)/published|g; s|@WWW@|$(pkgdatadir)/www|g' \
	-e 's|@UPLOADS@|/var/cache/lighttpd/uploads|g; s|@DEFLATE@|/var/cache/lighttpd/compress|g' \
	-e 's|@LIBEXEC@|$(pkglibexecdir)|g; s|@SBIN@|$(sbindir)|g; s|@CONF@|$(site_conf)|g'

FILLED = conf/midway.conf conf/lighttpd/midway.conf conf/apache/midway.conf conf/systemd/midway@.socket conf/systemd/midway@.service \
	conf/systemd/midway-jobs@.service conf/systemd/midway-setup.service conf/systemd/midway.tmpfiles
$(FILLED): Makefile
	@$(MKDIR_P) $(@D)
	$(AM_V_GEN)$(FILL) $(srcdir)/$@.in >$@.tmp && mv $@.tmp $@
conf/midway.conf: $(srcdir)/conf/midway.conf.in
conf/lighttpd/midway.conf: $(srcdir)/conf/lighttpd/midway.conf.in
conf/apache/midway.conf: $(srcdir)/conf/apache/midway.conf.in
conf/systemd/midway@.socket: $(srcdir)/conf/systemd/midway@.socket.in
conf/systemd/midway@.service: $(srcdir)/conf/systemd/midway@.service.in
conf/systemd/midway-jobs@.service: $(srcdir)/conf/systemd/midway-jobs@.service.in
conf/systemd/midway-setup.service: $(srcdir)/conf/systemd/midway-setup.service.in
conf/systemd/midway.tmpfiles: $(srcdir)/conf/systemd/midway.tmpfiles.in
all-local: $(FILLED)
CLEANFILES += $(FILLED)

# Whole folders, so that a new page or style sheet is never forgotten.
install-data-local: $(FILLED) $(BUILT_WASM)
	@for f in `cd $(srcdir) && find templates www demo -type f 2>/dev/null | LC_ALL=C sort`; do \
		$(MKDIR_P) "$(DESTDIR)$(pkgdatadir)/`dirname $$f`" && \
		$(INSTALL_DATA) "$(srcdir)/$$f" "$(DESTDIR)$(pkgdatadir)/$$f" || exit 1; done
	@for f in $(BUILT_WASM); do \
		$(MKDIR_P) "$(DESTDIR)$(pkgdatadir)/www/wasm" && $(INSTALL_DATA) $$f "$(DESTDIR)$(pkgdatadir)/$$f" || exit 1; done
	$(MKDIR_P) "$(DESTDIR)$(pkgdatadir)/conf/lighttpd" "$(DESTDIR)$(pkgdatadir)/conf/apache" "$(DESTDIR)$(pkgdatadir)/conf/mariadb"
	$(INSTALL_DATA) conf/lighttpd/midway.conf "$(DESTDIR)$(pkgdatadir)/conf/lighttpd/midway.conf"
	$(INSTALL_DATA) conf/apache/midway.conf "$(DESTDIR)$(pkgdatadir)/conf/apache/midway.conf"
	$(INSTALL_DATA) $(srcdir)/conf/mariadb/midway.cnf "$(DESTDIR)$(pkgdatadir)/conf/mariadb/midway.cnf"
	$(MKDIR_P) "$(DESTDIR)$(unitdir)" "$(DESTDIR)$(sysusersdir)" "$(DESTDIR)$(tmpfilesdir)" "$(DESTDIR)$(sysconfdir)/midway"
	$(INSTALL_DATA) conf/systemd/midway@.socket conf/systemd/midway@.service conf/systemd/midway-jobs@.service \
		conf/systemd/midway-setup.service "$(DESTDIR)$(unitdir)"
	$(INSTALL_DATA) $(srcdir)/conf/systemd/midway.sysusers "$(DESTDIR)$(sysusersdir)/midway.conf"
	$(INSTALL_DATA) conf/systemd/midway.tmpfiles "$(DESTDIR)$(tmpfilesdir)/midway.conf"
	test -e "$(DESTDIR)$(site_conf)" || $(INSTALL_DATA) conf/midway.conf "$(DESTDIR)$(site_conf)"

# A configuration that somebody has changed stays.
uninstall-local:
	rm -rf "$(DESTDIR)$(pkgdatadir)"
	cd "$(DESTDIR)$(unitdir)" && rm -f midway@.socket midway@.service midway-jobs@.service midway-setup.service
	rm -f "$(DESTDIR)$(sysusersdir)/midway.conf" "$(DESTDIR)$(tmpfilesdir)/midway.conf"
	! cmp -s conf/midway.conf "$(DESTDIR)$(site_conf)" || rm -f "$(DESTDIR)$(site_conf)"

# Whole folders of the sources; EXTRA_DIST would take what was built in folders of the same name too, and "check" for a target.
dist-hook:
	(cd "$(srcdir)" && tar -cf - --exclude=node_modules --exclude='*.[oa]' --exclude=.deps --exclude=.dirstamp \
		.ci check conf demo docs sql templates tests www) | (cd "$(distdir)" && tar -xf -)
	rm -rf "$(distdir)/www/wasm"
	rm -f "$(distdir)"/tests/check-* && cd "$(distdir)" && rm -f $(FILLED)
